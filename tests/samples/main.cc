// What becomes of the public FHIR samples: per origin how many resources say something, how many
// are read and are of no concern, and what was passed over and why.
//
// usage: samples_report FOLDER      ends with 1 when a sample cannot be read that should be,
//                                   with 77 when there is no such folder

#include <algorithm>
#include <array>
#include <cstdio>
#include <filesystem>
#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "guideline/bindings/bind.h"
#include "tests/samples/code_report.h"
#include "tests/samples/judgements.h"
#include "tests/samples/outcome.h"
#include "tests/samples/sample.h"

namespace wervelwijzer::samples {
namespace {

namespace fs = std::filesystem;
using terminology::Terminology;

constexpr int kSkipped = 77;
constexpr std::size_t kMostShown = 12;
// Test cases of validators that are no XML by design.
constexpr std::string_view kBrokenByDesign[] = {"list-bad-syntax.xml", "list-xhtml-xxe2.xml"};

struct Count {
  int files = 0, refused = 0, resources = 0;
  std::array<int, kOutcomeCount> outcomes{};
  std::set<std::string> covered, known;  // `system|code` of systems that we cover
};

class Report {
 public:
  Report(const Terminology& terminology, const Judgements& judgements,
         guideline::BindOptions options)
      : terminology_(terminology), options_(std::move(options)), codes_(terminology, judgements) {}

  void Add(const std::string& origin, const fs::path& path) {
    Count& count = counts_[origin];
    ++count.files;
    const Result<Sample> sample = Sample::Read(path);
    if (!sample.ok()) {
      ++count.refused;
      const std::string name = path.filename().string();
      const bool expected = std::find(std::begin(kBrokenByDesign), std::end(kBrokenByDesign),
                                      name) != std::end(kBrokenByDesign);
      failed_ = failed_ || !expected;
      refusals_.push_back(name + ": " + sample.error().ToString());
      return;
    }
    codes_.Add(origin, sample->root());
    for (const fhir::Resource& resource : sample->record().resources()) {
      AddResource(resource, sample->record(), count);
    }
  }

  void Print() const {
    std::printf("| origin | files | resources");
    for (const std::string_view name : kOutcomeNames)
      std::printf(" | %s", std::string(name).c_str());
    std::printf(" | codes known / covered |\n|---|---|---");
    for (int i = 0; i < kOutcomeCount; ++i) std::printf("|---");
    std::printf("|---|\n");
    Count all;
    for (const auto& [origin, count] : counts_) {
      PrintRow(origin, count);
      all.files += count.files;
      all.resources += count.resources;
      for (int i = 0; i < kOutcomeCount; ++i) {
        all.outcomes[static_cast<std::size_t>(i)] += count.outcomes[static_cast<std::size_t>(i)];
      }
      all.covered.insert(count.covered.begin(), count.covered.end());
      all.known.insert(count.known.begin(), count.known.end());
    }
    PrintRow("all", all);
    PrintMost("Types not read", types_);
    PrintMost("Systems not covered", systems_);
    std::printf("\nRefused\n\n");
    for (const std::string& refusal : refusals_) std::printf("* %s\n", refusal.c_str());
    codes_.Print();
  }

  bool failed() const { return failed_ || codes_.failed(); }

 private:
  void AddResource(const fhir::Resource& resource, const fhir::Record& record, Count& count) {
    ++count.resources;
    const Judgement judgement = Judge(resource, record, terminology_, options_);
    ++count.outcomes[static_cast<std::size_t>(judgement.outcome)];
    if (judgement.outcome == Outcome::kType) ++types_[std::string(resource.type)];
    for (const fhir::Coding& coding : judgement.codings) {
      const std::string name = std::string(coding.system) + "|" + std::string(coding.code);
      if (terminology_.SystemName(coding.system).empty()) {
        ++systems_[coding.system.empty() ? "(none)" : std::string(coding.system)];
        continue;
      }
      count.covered.insert(name);
      std::vector<terminology::ConceptId> ids;
      terminology_.Lookup(coding, ids);
      if (ids.empty()) continue;
      count.known.insert(name);
    }
  }

  static void PrintRow(const std::string& origin, const Count& count) {
    std::printf("| %s | %d | %d", origin.c_str(), count.files, count.resources);
    for (const int number : count.outcomes) std::printf(" | %d", number);
    std::printf(" | %zu / %zu |\n", count.known.size(), count.covered.size());
  }

  static void PrintMost(const char* title, const std::map<std::string, int>& counts) {
    std::vector<std::pair<int, std::string>> most;
    for (const auto& [name, count] : counts) most.emplace_back(count, name);
    std::sort(most.rbegin(), most.rend());
    if (most.size() > kMostShown) most.resize(kMostShown);
    std::printf("\n%s, most first\n\n", title);
    for (const auto& [count, name] : most) std::printf("* %s: %d\n", name.c_str(), count);
  }

  const Terminology& terminology_;
  guideline::BindOptions options_;
  CodeReport codes_;
  std::map<std::string, Count> counts_;
  std::map<std::string, int> types_, systems_;
  std::vector<std::string> refusals_;
  bool failed_ = false;
};

int Main(const fs::path& root) {
  if (!fs::is_directory(root)) {
    std::fprintf(stderr, "no public samples at hand\n");
    return kSkipped;
  }
  const auto terminology =
      Terminology::Load(std::string(WERVELWIJZER_SOURCE_DIR) + "/terminology/data");
  if (!terminology.ok()) {
    std::fprintf(stderr, "%s\n", terminology.error().ToString().c_str());
    return 1;
  }
  const auto judgements =
      Judgements::Read(std::string(WERVELWIJZER_SOURCE_DIR) + "/tests/bindings");
  if (!judgements.ok()) {
    std::fprintf(stderr, "%s\n", judgements.error().ToString().c_str());
    return 1;
  }
  guideline::BindOptions options;
  options.now = *ParseInstant("2026-11-21T13:00:00+01:00");
  Report report(*terminology, *judgements, options);
  std::vector<fs::path> paths;
  for (const auto& entry : fs::recursive_directory_iterator(root)) {
    const fs::path extension = entry.path().extension();
    if (extension == ".json" || extension == ".xml") paths.push_back(entry.path());
  }
  std::sort(paths.begin(), paths.end());
  for (const fs::path& path : paths) {
    report.Add(fs::relative(path, root).begin()->string(), path);
  }
  report.Print();
  return report.failed() ? 1 : 0;
}

}  // namespace
}  // namespace wervelwijzer::samples

int main(int count, char** arguments) {
  if (count != 2) {
    std::fprintf(stderr, "usage: samples_report FOLDER\n");
    return 2;
  }
  return wervelwijzer::samples::Main(arguments[1]);
}
