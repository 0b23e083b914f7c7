#include "guideline/dmn/finding.h"

#include <algorithm>

namespace wervelwijzer::dmn {

std::string Finding::Place() const {
  std::string place = file;
  if (line > 0) place += ":" + std::to_string(line);
  if (!decision.empty()) place += " " + decision;
  if (!rule.empty()) place += " rule " + rule;
  return place;
}

std::string Finding::ToString() const {
  return Place() + ": " + SeverityName(severity) + ": " + check + ": " + message;
}

bool HasErrors(const Findings& findings) {
  return std::ranges::any_of(findings, [](const Finding& finding) {
    return finding.severity == Severity::kError || finding.severity == Severity::kFatal;
  });
}

}  // namespace wervelwijzer::dmn
