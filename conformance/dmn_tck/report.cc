#include <fstream>

#include "conformance/dmn_tck/run.h"

namespace wervelwijzer::dmn_tck {
namespace {

// A field of a comma-separated file.
std::string Quoted(const std::string& text) {
  std::string out = "\"";
  for (char c : text) {
    if (c == '"') out += '"';
    out += c == '\n' || c == '\r' ? ' ' : c;
  }
  return out + '"';
}

const char* NameOf(CaseOutcome::Kind kind) {
  switch (kind) {
    case CaseOutcome::Kind::kSuccess:
      return "SUCCESS";
    case CaseOutcome::Kind::kError:
      return "ERROR";
    case CaseOutcome::Kind::kIgnored:
      return "IGNORED";
  }
  return "";
}

Error CannotRead(const std::string& path) {
  return {ErrorKind::kNotFound, "file cannot be read", path};
}

}  // namespace

void Score::Add(const CaseOutcome& outcome) {
  const int passes = outcome.kind == CaseOutcome::Kind::kSuccess ? 1 : 0;
  ++cases;
  passed += passes;
  if (!outcome.has_real_value) return;
  ++real_cases;
  real_passed += passes;
}

std::string Score::ToString() const {
  return std::to_string(passed) + "/" + std::to_string(cases) + " cases, " +
         std::to_string(real_passed) + "/" + std::to_string(real_cases) + " with a real value";
}

Result<KnownFailures> ReadKnownFailures(const std::string& path) {
  std::ifstream stream(path);
  if (!stream) return CannotRead(path);
  KnownFailures out;
  std::string line;
  std::getline(stream, line);  // the names of the columns
  while (std::getline(stream, line)) {
    const std::size_t first = line.find('\t');
    const std::size_t second = first == std::string::npos ? first : line.find('\t', first + 1);
    if (second == std::string::npos) continue;
    out[{line.substr(0, first), line.substr(first + 1, second - first - 1)}] =
        line.substr(second + 1);
  }
  return out;
}

Result<std::set<std::string>> ReadDirectories(const std::string& path) {
  std::ifstream stream(path);
  if (!stream) return CannotRead(path);
  std::set<std::string> out;
  for (std::string line; std::getline(stream, line);) {
    if (!line.empty() && line[0] != '#') out.insert(line);
  }
  return out;
}

Status WriteResults(const std::string& path, const std::vector<CaseOutcome>& outcomes) {
  std::ofstream stream(path);
  for (const CaseOutcome& outcome : outcomes) {
    const std::string directory =
        outcome.level.empty() ? outcome.directory : outcome.level + "/" + outcome.directory;
    stream << Quoted(directory) << ',' << Quoted(outcome.test_file) << ','
           << Quoted(outcome.case_id) << ',' << Quoted(NameOf(outcome.kind)) << ','
           << Quoted(outcome.remark) << '\n';
  }
  if (!stream) return Error{ErrorKind::kUnavailable, "results cannot be written", path};
  return {};
}

}  // namespace wervelwijzer::dmn_tck
