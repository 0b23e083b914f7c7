// Every public sample is read without failure; per origin, how much of it was understood. The
// samples are never copied in, so the test is skipped where they are absent.

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <iostream>
#include <map>
#include <memory>
#include <sstream>

#include "fhir/view.h"
#include "fhir/xml_reader.h"
#include "guideline/bindings/tables.h"
#include "tests/bindings/record_builder.h"

namespace wervelwijzer::guideline {
namespace {

namespace fs = std::filesystem;

struct OriginCount {
  int files = 0, unreadable = 0, resources = 0, inputs = 0, orders = 0, hints = 0, issues = 0;
};

std::string ReadFile(const fs::path& path) {
  std::ostringstream text;
  text << std::ifstream(path).rdbuf();
  return text.str();
}

// The text as JSON, converted when the file is XML; empty when it is no FHIR.
std::string ReadAsJson(const fs::path& path) {
  std::string text = ReadFile(path);
  if (path.extension() != ".xml") return text;
  const auto json = fhir::XmlToJson(text);
  return json.ok() ? *json : std::string();
}

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

// What is bound of one file; nothing when it is not readable.
class BoundSample {
 public:
  explicit BoundSample(const fs::path& path)
      : text_(ReadAsJson(path)), bound_{Inputs(ShippedCatalogue()), {}, {}, {}, {}, {}, {}} {
    JsonLimits limits;
    limits.max_bytes = 64u << 20;
    auto document = JsonDocument::Parse(text_, limits);
    if (!document.ok()) return;
    document_ = std::make_unique<JsonDocument>(std::move(document).value());
    AddAll(document_->root(), record_, issues_);
    record_.set_version(fhir::DetectVersion(record_));
    BindOptions options;
    options.now = TestNow();
    bound_ = ShippedBindings().Bind(record_, options);
  }

  bool readable() const { return document_ != nullptr; }
  const fhir::Record& record() const { return record_; }
  const BoundRecord& bound() const { return bound_; }
  std::size_t issue_count() const { return bound_.issues.size() + issues_.size(); }

 private:
  std::string text_;
  std::unique_ptr<JsonDocument> document_;
  fhir::Record record_;
  Issues issues_;
  BoundRecord bound_;
};

void Count(const BoundSample& sample, const fs::path& path, OriginCount& count) {
  ++count.files;
  if (!sample.readable()) {
    ++count.unreadable;
    return;
  }
  count.resources += static_cast<int>(sample.record().resources().size());
  for (std::size_t i = 0; i < ShippedCatalogue().definitions().size(); ++i) {
    const InputState& state = sample.bound().inputs.Get(static_cast<CatalogueIndex>(i));
    if (state.origin != Origin::kStated) continue;
    ++count.inputs;
    const bool is_set = ShippedCatalogue().definitions()[i].type == InputType::kSet;
    EXPECT_TRUE(is_set || !state.values.codes.empty() || !state.values.ranges.empty()) << path;
    EXPECT_FALSE(state.evidence.empty()) << path;
  }
  count.orders += static_cast<int>(sample.bound().orders.size());
  count.hints += static_cast<int>(sample.bound().hints.size());
  count.issues += static_cast<int>(sample.issue_count());
}

// Inputs, orders and hints in one text, for comparison.
std::string Summary(const BoundSample& sample) {
  std::ostringstream text;
  for (std::size_t i = 0; i < ShippedCatalogue().definitions().size(); ++i) {
    const InputState& state = sample.bound().inputs.Get(static_cast<CatalogueIndex>(i));
    if (state.origin == Origin::kUnknown) continue;
    text << ShippedCatalogue().definitions()[i].id;
    for (const std::string& code : state.values.codes) text << " " << code;
    for (const auto& range : state.values.ranges) text << " " << range.low << ".." << range.high;
    for (const Evidence& evidence : state.evidence) {
      text << " [" << evidence.reference << " " << evidence.date << " " << evidence.how << "]";
    }
    text << "\n";
  }
  for (const Order& order : sample.bound().orders) {
    text << OrderKindName(order.kind) << " " << order.reference << " " << order.status << "\n";
  }
  for (const Hint& hint : sample.bound().hints) text << hint.input << " " << hint.what << "\n";
  return text.str();
}

TEST(SamplesTest, EveryPublicSampleIsReadWithoutFailure) {
  const fs::path root = fs::path(WERVELWIJZER_SHARED_DIR) / "data";
  if (!fs::exists(root)) GTEST_SKIP() << "the public samples are absent: " << root;
  std::map<std::string, OriginCount> counts;
  for (const char* folder : {"fhir-samples", "cds-hooks-messages"}) {
    for (const auto& entry : fs::recursive_directory_iterator(root / folder)) {
      const fs::path extension = entry.path().extension();
      if (extension != ".json" && extension != ".xml") continue;
      const fs::path relative = fs::relative(entry.path(), root / folder);
      Count(BoundSample(entry.path()), entry.path(), counts[relative.begin()->string()]);
    }
  }
  std::cout << "origin: files, not FHIR, resources, inputs stated, orders, hints, issues\n";
  int resources = 0;
  for (const auto& [origin, count] : counts) {
    std::cout << "  " << origin << ": " << count.files << ", " << count.unreadable << ", "
              << count.resources << ", " << count.inputs << ", " << count.orders << ", "
              << count.hints << ", " << count.issues << "\n";
    resources += count.resources;
  }
  EXPECT_GT(resources, 1000);
}

// `origin/name` of a sample. DSTU2 puts the id behind the name in XML: `patient-example_f001_.xml`.
std::string TwinName(const fs::path& path, const fs::path& root) {
  std::string name = path.stem().string();
  if (name.ends_with('_')) {
    const std::size_t id = name.rfind('_', name.size() - 2);
    if (id != std::string::npos) name.resize(id);
  }
  return fs::relative(path, root).begin()->string() + "/" + name;
}

// All pairs below the samples: the same name in both formats, and the same resource.
std::vector<std::pair<fs::path, fs::path>> Twins(const fs::path& root) {
  std::map<std::string, fs::path> json;
  std::vector<std::pair<fs::path, fs::path>> twins;
  for (const auto& entry : fs::recursive_directory_iterator(root)) {
    if (entry.path().extension() == ".json") json[TwinName(entry.path(), root)] = entry.path();
  }
  for (const auto& entry : fs::recursive_directory_iterator(root)) {
    const auto twin = json.find(TwinName(entry.path(), root));
    if (entry.path().extension() == ".xml" && twin != json.end()) {
      twins.emplace_back(entry.path(), twin->second);
    }
  }
  return twins;
}

TEST(SamplesTest, TwinsInXmlAndJsonGiveTheSame) {
  const fs::path root = fs::path(WERVELWIJZER_SHARED_DIR) / "data/fhir-samples";
  if (!fs::exists(root)) GTEST_SKIP() << "the public samples are absent: " << root;
  int pairs = 0, speaking = 0;
  for (const auto& [xml_path, json_path] : Twins(root)) {
    const BoundSample xml(xml_path), json(json_path);
    ASSERT_TRUE(xml.readable()) << xml_path;
    ASSERT_TRUE(json.readable()) << json_path;
    const auto xml_resources = xml.record().resources(), json_resources = json.record().resources();
    if (xml_resources.empty() || json_resources.empty()) continue;
    if (xml_resources[0].Reference() != json_resources[0].Reference()) continue;
    EXPECT_EQ(xml.record().version(), json.record().version()) << xml_path;
    EXPECT_EQ(Summary(xml), Summary(json)) << xml_path;
    ++pairs;
    speaking += Summary(json).empty() ? 0 : 1;
  }
  std::cout << pairs << " twins, " << speaking << " of them say something\n";
  EXPECT_GT(pairs, 400);
}

// What the index says of a sample: path and version of FHIR.
std::map<std::string, std::string> StatedVersions(const fs::path& root) {
  std::map<std::string, std::string> stated;
  std::istringstream lines(ReadFile(root / "INDEX.tsv"));
  for (std::string line; std::getline(lines, line);) {
    const std::size_t first = line.find('\t'), second = line.find('\t', first + 1);
    if (second != std::string::npos) {
      stated[line.substr(0, first)] = line.substr(first + 1, second - first - 1);
    }
  }
  return stated;
}

// A resource of these types has elements that differ between the versions. Procedure and Encounter
// often have none, and are then taken for R4.
bool IsTelling(const fhir::Record& record) {
  for (const fhir::Resource& resource : record.resources()) {
    for (const char* type : {"Condition", "MedicationRequest", "MedicationStatement",
                             "MedicationOrder", "ServiceRequest", "QuestionnaireResponse"}) {
      if (resource.type == type) return true;
    }
  }
  return false;
}

TEST(SamplesTest, VersionIsToldByTheShapesOfNearlyAllSamples) {
  const fs::path root = fs::path(WERVELWIJZER_SHARED_DIR) / "data/fhir-samples";
  if (!fs::exists(root)) GTEST_SKIP() << "the public samples are absent: " << root;
  int right = 0, wrong = 0;
  for (const auto& [path, version] : StatedVersions(root)) {
    if (version.find("R") == std::string::npos && version.find("STU") == std::string::npos)
      continue;
    if (!fs::exists(root / path)) continue;
    const BoundSample sample(root / path);
    if (!sample.readable() || !IsTelling(sample.record())) continue;
    const bool same = version == fhir::VersionName(sample.record().version());
    (same ? right : wrong) += 1;
    if (!same) {
      std::cout << "  " << path << ": " << fhir::VersionName(sample.record().version()) << "\n";
    }
  }
  std::cout << right << " samples of the stated version, " << wrong << " not\n";
  EXPECT_GT(right, 450);
  EXPECT_GE(right, 30 * wrong);
}

}  // namespace
}  // namespace wervelwijzer::guideline
