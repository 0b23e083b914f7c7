#include "hooks/reply.h"

#include "base/json.h"

namespace wervelwijzer::hooks {
namespace {

constexpr std::size_t kMaxIssues = 50;
constexpr const char* kSoon = "2";  // seconds after which what is refused may be tried again

struct Row {
  int status;
  const char* code;  // http://hl7.org/fhir/issue-type
};

// No default: a new kind has to be thought about.
Row RowOf(ErrorKind kind) {
  switch (kind) {
    case ErrorKind::kInvalidInput:
      return {400, "invalid"};
    case ErrorKind::kTooLarge:
      return {413, "too-long"};
    case ErrorKind::kNotFound:
      return {404, "not-found"};
    case ErrorKind::kUnsupported:
      return {501, "not-supported"};
    case ErrorKind::kUnavailable:
      return {503, "transient"};
    case ErrorKind::kTimeout:
      return {503, "timeout"};
    case ErrorKind::kPrecondition:
      return {412, "required"};
    case ErrorKind::kUnauthorized:
      return {401, "login"};
    case ErrorKind::kInternal:
      return {500, "exception"};
  }
  return {500, "exception"};
}

class OutcomeWriter {
 public:
  OutcomeWriter() {
    writer_.BeginObject().Member("resourceType", "OperationOutcome").Key("issue").BeginArray();
  }
  void Add(Severity severity, std::string_view code, std::string_view message,
           std::string_view path) {
    writer_.BeginObject();
    writer_.Member("severity", SeverityName(severity)).Member("code", code);
    writer_.Key("details").BeginObject().Member("text", message).EndObject();
    if (!path.empty()) {
      writer_.Member("diagnostics", std::string(path) + ": " + std::string(message));
    }
    // A path of FHIRPath's kind; an offset is none.
    if (path.starts_with('$')) writer_.Key("expression").BeginArray().String(path).EndArray();
    writer_.EndObject();
  }
  Response Finish(int status) && {
    writer_.EndArray().EndObject();
    Response response = Answer(status, kFhirJson, std::move(writer_).Take());
    response.extra.emplace_back("Cache-Control", "no-store");
    if (status == 503) response.extra.emplace_back("Retry-After", kSoon);
    return response;
  }

 private:
  JsonWriter writer_;
};

}  // namespace

int StatusOf(ErrorKind kind) { return RowOf(kind).status; }

Response Answer(int status, std::string_view content_type, std::string body) {
  return Answer(status, content_type, std::make_shared<const std::string>(std::move(body)));
}

Response Answer(int status, std::string_view content_type, SharedBytes body) {
  return {status, content_type, std::move(body), {}};
}

Response Refusal(const Error& error) {
  const Row row = RowOf(error.kind);
  OutcomeWriter writer;
  // What went wrong inside is for the log, not for the client.
  const bool internal = error.kind == ErrorKind::kInternal;
  writer.Add(Severity::kError, row.code, internal ? "internal error" : error.message,
             internal ? "" : error.path);
  return std::move(writer).Finish(row.status);
}

Response Refusal(ErrorKind kind, const Issues& issues) {
  const Row row = RowOf(kind);
  const bool errors_only = HasErrors(issues);
  OutcomeWriter writer;
  std::size_t count = 0;
  for (const Issue& issue : issues) {
    const bool error = issue.severity == Severity::kError || issue.severity == Severity::kFatal;
    if (errors_only && !error) continue;
    if (++count > kMaxIssues) break;
    writer.Add(issue.severity, row.code, issue.message, issue.path);
  }
  return std::move(writer).Finish(row.status);
}

Response HttpRefusal(int status, std::string_view code, std::string_view message) {
  OutcomeWriter writer;
  writer.Add(Severity::kError, code, message, {});
  return std::move(writer).Finish(status);
}

}  // namespace wervelwijzer::hooks
