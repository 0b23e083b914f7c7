#pragma once

// What is wrong with a model: one line for the person who edits it.

#include <string>
#include <vector>

#include "base/issue.h"

namespace wervelwijzer::dmn {

struct Finding {
  // kError: the model does not load. kWarning: it loads. kInformation: a hint for the author.
  Severity severity = Severity::kError;
  std::string check;  // `gap`, `overlap`, `masked`, `domain`, …; stable, for tests and filters
  std::string file;
  int line = 0;
  std::string decision;  // name; empty when the finding is about the file
  std::string rule;      // id; empty when it is about the whole table
  std::string message;   // grammar of Error::message; a gap or overlap carries an example in words

  // `spinal.dmn:120 imaging-urgency rule imaging-urgency-8: gap: …`
  std::string Place() const;
  std::string ToString() const;
};

using Findings = std::vector<Finding>;

bool HasErrors(const Findings& findings);

}  // namespace wervelwijzer::dmn
