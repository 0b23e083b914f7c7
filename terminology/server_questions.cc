#include "terminology/server_questions.h"

#include <algorithm>
#include <vector>

#include "base/json.h"

namespace wervelwijzer::terminology {
namespace {

void WriteQuestion(JsonWriter& writer, const std::string& url) {
  writer.BeginObject().Key("request").BeginObject();
  writer.Member("method", "GET").Member("url", url).EndObject().EndObject();
}

std::string Escape(std::string_view text) {
  std::string escaped;
  for (const char c : text) {
    const bool plain = (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') ||
                       c == '.' || c == '-' || c == '_';
    if (plain) {
      escaped += c;
      continue;
    }
    const auto byte = static_cast<unsigned char>(c);
    escaped += {'%', "0123456789ABCDEF"[byte / 16], "0123456789ABCDEF"[byte % 16]};
  }
  return escaped;
}

}  // namespace

std::string WriteServerQuestions(const ConceptTable& concepts, std::string_view system,
                                 std::string_view uri, std::span<const std::string> codes) {
  std::vector<std::string> roots;
  for (const Row& row : concepts.rows()) {
    if (row.system == system && row.match == Match::kDescendants) roots.push_back(row.code);
  }
  std::ranges::sort(roots);
  roots.erase(std::unique(roots.begin(), roots.end()), roots.end());
  JsonWriter writer;
  writer.BeginObject().Member("resourceType", "Bundle").Member("type", "batch");
  writer.Key("entry").BeginArray();
  for (const std::string& root : roots) {
    if (codes.empty()) {
      const std::string value_set = std::string(uri) + "?fhir_vs=isa/" + root;
      WriteQuestion(writer, "ValueSet/$expand?url=" + Escape(value_set));
    }
    for (const std::string& code : codes) {
      WriteQuestion(writer, "CodeSystem/$subsumes?system=" + Escape(uri) +
                                "&codeA=" + Escape(root) + "&codeB=" + Escape(code));
    }
  }
  writer.EndArray().EndObject();
  return std::move(writer).Take();
}

}  // namespace wervelwijzer::terminology
