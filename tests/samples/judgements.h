#pragma once

// What a person judged about the codes of the public samples: tests/bindings/sample_codes.tsv code
// by code, tests/bindings/sample_systems.tsv for whole code systems, and sample_licences.tsv for
// those whose codes may not be listed.

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/result.h"
#include "terminology/terminology.h"

namespace wervelwijzer::samples {

enum class Means {
  kNo,
  kYes,
  kNotKnown,  // it means a concept of ours, but the tables leave it out
};

struct CodeJudgement {
  Means means = Means::kNo;
  std::vector<std::string> concepts;  // for kYes
  std::string reason;
  // For kNotKnown: of a system whose licence forbids to list its codes.
  bool is_licensed = false;
};

// Immutable after Read.
class Judgements {
 public:
  // From the folder with the files. Errors name file and line; a word that is not known is one.
  static Result<Judgements> Read(const std::string& folder);

  // `system` is a short name of systems.tsv, or the uri of a system that is not there. Nothing when
  // nobody judged the code.
  std::optional<CodeJudgement> Find(std::string_view system, std::string_view code) const;

  // By system: why its licence forbids to list its codes.
  const std::map<std::string, std::string>& licences() const { return licences_; }

 private:
  struct Rule {
    std::string beginning;  // of the system
    bool is_whole = false;  // the system has nothing behind it
    std::string reason;
  };

  Status ReadLicences(const std::string& path);
  Status ReadCodes(const std::string& path);
  Status ReadSystems(const std::string& path);

  std::map<std::pair<std::string, std::string>, CodeJudgement> codes_;
  std::vector<Rule> rules_;
  std::map<std::string, std::string> licences_;
};

// The text with each run of blanks and line ends made one blank: some samples break codes off.
std::string Tidy(std::string_view text);

// The short name of the coding's system, or its uri when it is not known; without a version.
std::string SystemOf(const terminology::Terminology& terminology, std::string_view uri);

}  // namespace wervelwijzer::samples
