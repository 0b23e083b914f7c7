// Courses of medicine in the public samples of the Dutch medication process.

#include "guideline/bindings/courses.h"

#include <gtest/gtest.h>

#include <charconv>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <map>
#include <sstream>

#include "fhir/view.h"
#include "fhir/xml_reader.h"
#include "guideline/bindings/tables.h"
#include "tests/bindings/record_builder.h"
#include "tests/support/shipped_models.h"

namespace wervelwijzer::guideline {
namespace {

namespace fs = std::filesystem;

// The samples write `${DATE, T, D, -13}` for the day 13 days ago.
std::string WithDates(std::string text) {
  constexpr std::string_view kBegin = "${DATE, T, D, ";
  const CivilTime now = TimeZone::Amsterdam().ToCivil(TestNow());
  const auto today = static_cast<std::int64_t>(DayNumber(now.year, now.month, now.day));
  for (auto at = text.find(kBegin); at != std::string::npos; at = text.find(kBegin, at)) {
    const std::size_t end = text.find('}', at);
    std::string_view days(text.data() + at + kBegin.size(), end - at - kBegin.size());
    if (days.starts_with('+')) days.remove_prefix(1);
    int offset = 0;
    std::from_chars(days.data(), days.data() + days.size(), offset);
    const CivilTime day = DateOfDayNumber(today + offset);
    char shown[32];
    std::snprintf(shown, sizeof shown, "%04d-%02d-%02d", day.year, day.month, day.day);
    text.replace(at, end + 1 - at, shown);
  }
  return text;
}

constexpr std::string_view kAgreements[] = {"33633005", "16076005", "422037009", "395067002"};

bool IsAgreement(const fhir::Resource& resource) {
  if (!resource.type.starts_with("Medication")) return false;
  for (const std::string_view code : fhir::Codes(resource, fhir::Field::kCategory)) {
    for (const std::string_view known : kAgreements) {
      if (code == known) return true;
    }
  }
  return false;
}

class AgreementCount {
 public:
  AgreementCount() {
    const auto codes =
        terminology::Terminology::Load(std::string(WERVELWIJZER_SOURCE_DIR) + "/terminology/data");
    tables_ = *LoadBindingTables(std::string(WERVELWIJZER_SOURCE_DIR) + "/guideline/bindings",
                                 ShippedCatalogue(), *codes, dmn::DefaultParameters());
  }

  void Add(const fs::path& path) {
    std::ostringstream xml;
    xml << std::ifstream(path).rdbuf();
    const auto json = fhir::XmlToJson(WithDates(xml.str()));
    ASSERT_TRUE(json.ok()) << path;
    const auto document = JsonDocument::Parse(*json);
    ASSERT_TRUE(document.ok()) << path;
    fhir::Record record;
    Issues issues;
    record.Add(document->root(), fhir::ResourceOrigin::kPrefetch, "$", issues);
    BindOptions options;
    options.now = TestNow();
    const Courses courses(record, tables_.modifiers, options);
    for (const fhir::Resource& resource : record.resources()) {
      if (IsAgreement(resource)) ++states[courses.StateOf(resource)];
    }
  }

  std::map<FactState, int> states;

 private:
  BindingTables tables_;
};

TEST(CoursesTest, StateOfNearlyAllPublicDutchAgreementsIsTold) {
  const fs::path root = fs::path(WERVELWIJZER_SHARED_DIR) / "data/fhir-samples";
  if (!fs::exists(root)) GTEST_SKIP() << "the public samples are absent: " << root;
  AgreementCount count;
  for (const char* folder : {"nictiz-testscripts-mp9-r4", "nictiz-testscripts-bgz-stu3"}) {
    for (const auto& entry : fs::directory_iterator(root / folder)) {
      if (entry.path().extension() == ".xml") count.Add(entry.path());
    }
  }
  const int active = count.states[FactState::kActive], over = count.states[FactState::kInactive],
            planned = count.states[FactState::kPlanned],
            unclear = count.states[FactState::kUnclear],
            excluded = count.states[FactState::kExcluded];
  std::cout << active << " agreements in use, " << over << " over, " << planned << " to come, "
            << unclear << " unclear, " << excluded << " excluded\n";
  EXPECT_GT(active, 30);
  EXPECT_GT(over, 30);
  EXPECT_GT(planned, 0);
  EXPECT_GT(active + over + planned, 20 * (unclear + excluded));
}

}  // namespace
}  // namespace wervelwijzer::guideline
