#pragma once

// Answers. The only table from a kind of error to an HTTP status, and the FHIR OperationOutcome
// that every error carries (http://hl7.org/fhir/R4/operationoutcome.html). Never data of a patient.

#include <string>
#include <string_view>

#include "base/issue.h"
#include "base/result.h"
#include "hooks/transport.h"

namespace wervelwijzer::hooks {

inline constexpr std::string_view kJson = "application/json";
inline constexpr std::string_view kFhirJson = "application/fhir+json";
inline constexpr std::string_view kHtml = "text/html; charset=utf-8";
inline constexpr std::string_view kMarkdown = "text/markdown; charset=utf-8";
inline constexpr std::string_view kPlainText = "text/plain; version=0.0.4; charset=utf-8";

// The status of an error on the way of a request: 400, 404, 412, 413, 501, 503, 401 or 500.
int StatusOf(ErrorKind kind);

// An answer with a body.
Response Answer(int status, std::string_view content_type, std::string body);
// The same over bytes that are kept, such as the discovery document.
Response Answer(int status, std::string_view content_type, SharedBytes body);

// A single error as OperationOutcome with the status of its kind.
Response Refusal(const Error& error);
// All that is wrong with a request: the issues of severity error, else the first ones.
// REQUIRES: !issues.empty().
Response Refusal(ErrorKind kind, const Issues& issues);
// An error of HTTP itself: 405, 415, 503 …; `code` is one of http://hl7.org/fhir/issue-type.
Response HttpRefusal(int status, std::string_view code, std::string_view message);

}  // namespace wervelwijzer::hooks
