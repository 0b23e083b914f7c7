// Every public sample is read without failure; per origin, how much of it was understood. The
// samples are never copied in, so the test is skipped where they are absent.

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <iostream>
#include <map>
#include <sstream>

#include "fhir/view.h"
#include "tests/bindings/record_builder.h"

namespace wervelwijzer::guideline {
namespace {

namespace fs = std::filesystem;

struct OriginCount {
  int files = 0, unreadable = 0, resources = 0, inputs = 0, orders = 0, hints = 0, issues = 0;
};

// A resource, a Bundle, or a hook request whose prefetch and drafts hold them.
void AddAll(JsonValue root, fhir::Record& record, Issues& issues) {
  if (root.Get("resourceType").is_string()) {
    record.Add(root, fhir::ResourceOrigin::kPrefetch, "$", issues);
    return;
  }
  for (const auto& [key, value] : root.Get("prefetch").members()) {
    record.Add(value, fhir::ResourceOrigin::kPrefetch, "$.prefetch." + std::string(key), issues);
  }
  record.Add(root.Path("context", "draftOrders"), fhir::ResourceOrigin::kDraftOrder,
             "$.context.draftOrders", issues);
}

void ReadSample(const fs::path& path, OriginCount& count) {
  std::ostringstream text;
  text << std::ifstream(path).rdbuf();
  ++count.files;
  JsonLimits limits;
  limits.max_bytes = 64u << 20;
  auto document = JsonDocument::Parse(text.str(), limits);
  if (!document.ok()) {
    ++count.unreadable;
    return;
  }
  fhir::Record record;
  Issues issues;
  AddAll(document->root(), record, issues);
  record.set_version(fhir::DetectVersion(record));
  BindOptions options;
  options.now = TestNow();
  const BoundRecord bound = ShippedBindings().Bind(record, options);
  count.resources += static_cast<int>(record.resources().size());
  for (std::size_t i = 0; i < ShippedCatalogue().definitions().size(); ++i) {
    const InputState& state = bound.inputs.Get(static_cast<CatalogueIndex>(i));
    if (state.origin != Origin::kStated) continue;
    ++count.inputs;
    const bool is_set = ShippedCatalogue().definitions()[i].type == InputType::kSet;
    EXPECT_TRUE(is_set || !state.values.codes.empty() || !state.values.ranges.empty()) << path;
    EXPECT_FALSE(state.evidence.empty()) << path;
  }
  count.orders += static_cast<int>(bound.orders.size());
  count.hints += static_cast<int>(bound.hints.size());
  count.issues += static_cast<int>(bound.issues.size() + issues.size());
}

TEST(SamplesTest, EveryPublicSampleIsReadWithoutFailure) {
  const fs::path root = fs::path(WERVELWIJZER_SHARED_DIR) / "data";
  if (!fs::exists(root)) GTEST_SKIP() << "no public samples at hand";
  std::map<std::string, OriginCount> counts;
  for (const char* folder : {"fhir-samples", "cds-hooks-messages"}) {
    for (const auto& entry : fs::recursive_directory_iterator(root / folder)) {
      if (entry.path().extension() != ".json") continue;
      const fs::path relative = fs::relative(entry.path(), root / folder);
      ReadSample(entry.path(), counts[relative.begin()->string()]);
    }
  }
  std::cout << "origin: files, not JSON, resources, inputs stated, orders, hints, issues\n";
  int resources = 0;
  for (const auto& [origin, count] : counts) {
    std::cout << "  " << origin << ": " << count.files << ", " << count.unreadable << ", "
              << count.resources << ", " << count.inputs << ", " << count.orders << ", "
              << count.hints << ", " << count.issues << "\n";
    resources += count.resources;
  }
  EXPECT_GT(resources, 1000);
}

}  // namespace
}  // namespace wervelwijzer::guideline
