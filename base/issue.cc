#include "base/issue.h"

#include <algorithm>

namespace wervelwijzer {

const char* SeverityName(Severity severity) {
  switch (severity) {
    case Severity::kFatal:
      return "fatal";
    case Severity::kError:
      return "error";
    case Severity::kWarning:
      return "warning";
    case Severity::kInformation:
      return "information";
  }
  return "error";
}

bool HasErrors(const Issues& issues) {
  return std::ranges::any_of(issues, [](const Issue& issue) {
    return issue.severity == Severity::kFatal || issue.severity == Severity::kError;
  });
}

}  // namespace wervelwijzer
