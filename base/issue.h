#pragma once

// Issues: everything that is wrong with an input, collected, so that one bad field does not hide
// the other nine. Severities are FHIR's (http://hl7.org/fhir/issue-severity).

#include <string>
#include <vector>

namespace wervelwijzer {

enum class Severity {
  kFatal,        // processing stopped here; what follows was not looked at
  kError,        // the element was not used; an answer that depended on it is poorer or refused
  kWarning,      // the element was used, but the sender should mend it
  kInformation,  // nothing wrong; worth telling
};

const char* SeverityName(Severity severity);  // `fatal`, `error`, `warning`, `information`

struct Issue {
  Severity severity = Severity::kError;
  std::string message;  // same grammar as Error::message; never data of a patient
  std::string path;     // `$.prefetch.conditions.entry[3].resource.onset`
};

using Issues = std::vector<Issue>;

// True when an issue of severity error or fatal is among them.
bool HasErrors(const Issues& issues);

}  // namespace wervelwijzer
