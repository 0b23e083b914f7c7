#pragma once

// Runs the cases of the kit against the reference evaluator.

#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "base/result.h"

namespace wervelwijzer::dmn_tck {

struct CaseOutcome {
  std::string directory;  // `0004-simpletable-U`
  std::string level;      // `compliance-level-2`; empty when the folder does not say
  std::string test_file;
  std::string case_id;
  enum class Kind { kSuccess, kError, kIgnored };
  Kind kind = Kind::kError;
  bool has_real_value = false;
  std::string remark;  // what came instead
};

// Which directories to run; empty sets mean all.
struct Selection {
  std::set<std::string> directories;
  std::string level;  // `2`, `3`, or empty
};

// Every test file below `folder`, in order of directory. kNotFound when the folder is absent.
Result<std::vector<CaseOutcome>> RunFolder(const std::string& folder, const Selection& selection);

struct Score {
  int cases = 0, passed = 0;
  int real_cases = 0, real_passed = 0;
  void Add(const CaseOutcome& outcome);
  std::string ToString() const;  // `116/116 cases, 105/105 with a real value`
};

// Directory and case, with the reason.
using KnownFailures = std::map<std::pair<std::string, std::string>, std::string>;

// Lines of directory, case, reason, parted by tabs; the first line names the columns.
Result<KnownFailures> ReadKnownFailures(const std::string& path);
// One directory a line; `#` starts a remark.
Result<std::set<std::string>> ReadDirectories(const std::string& path);
// The kit's own result file.
Status WriteResults(const std::string& path, const std::vector<CaseOutcome>& outcomes);

}  // namespace wervelwijzer::dmn_tck
