#include "tests/samples/sample.h"

#include <fstream>
#include <sstream>
#include <utility>

#include "fhir/view.h"
#include "fhir/xml_reader.h"

namespace wervelwijzer::samples {

void Sample::AddAll(JsonValue root) {
  if (root.Get("resourceType").is_string()) {
    record_.Add(root, fhir::ResourceOrigin::kPrefetch, "$", issues_);
    return;
  }
  for (const auto& [key, value] : root.Get("prefetch").members()) {
    record_.Add(value, fhir::ResourceOrigin::kPrefetch, "$.prefetch." + std::string(key), issues_);
  }
  record_.Add(root.Path("context", "draftOrders"), fhir::ResourceOrigin::kDraftOrder,
              "$.context.draftOrders", issues_);
}

Result<Sample> Sample::Read(const std::filesystem::path& path) {
  std::ostringstream text;
  text << std::ifstream(path, std::ios::binary).rdbuf();
  Sample sample;
  sample.text_ = text.str();
  if (path.extension() == ".xml") {
    Result<std::string> json = fhir::XmlToJson(sample.text_);
    if (!json.ok()) return json.error();
    sample.text_ = std::move(json).value();
  }
  JsonLimits limits;
  limits.max_bytes = 64u << 20;
  Result<JsonDocument> document = JsonDocument::Parse(sample.text_, limits);
  if (!document.ok()) return document.error();
  sample.document_ = std::make_unique<JsonDocument>(std::move(document).value());
  sample.AddAll(sample.document_->root());
  sample.record_.set_version(fhir::DetectVersion(sample.record_));
  return sample;
}

}  // namespace wervelwijzer::samples
