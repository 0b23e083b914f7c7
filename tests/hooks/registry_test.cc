#include "hooks/registry.h"

#include <gtest/gtest.h>

#include <regex>
#include <set>

#include "base/json.h"

namespace wervelwijzer::hooks {
namespace {

using cards::Language;

JsonDocument Discovery(Language language = Language::kDutch) {
  return std::move(JsonDocument::Parse(DiscoveryDocument(language))).value();
}

TEST(Registry, EveryServiceHasItsRequiredMembers) {  // DISC-06 to DISC-10
  for (const Language language : {Language::kDutch, Language::kEnglish}) {
    const JsonDocument document = Discovery(language);
    EXPECT_EQ(document.root().Get("services").size(), 6u);
    for (const JsonValue service : document.root().Get("services").elements()) {
      for (const char* member : {"hook", "title", "description", "id", "usageRequirements"}) {
        EXPECT_FALSE(service.Get(member).string_or("").empty()) << member;
      }
      EXPECT_NE(FindService(service.Get("id").string_or("")), nullptr);
    }
  }
}

TEST(Registry, IdsAreUniqueAndFitOnePathSegment) {  // DISC-10, DISC-18
  std::set<std::string_view> ids;
  for (const ServiceDescription& service : Services()) {
    EXPECT_TRUE(ids.insert(service.id).second) << service.id;
    EXPECT_TRUE(std::regex_match(std::string(service.id), std::regex("[a-z-]+")));
    EXPECT_TRUE(service.id.ends_with(service.hook)) << service.id;
  }
}

TEST(Registry, DocumentIsTheSameBytesEachTime) {  // DISC-22
  EXPECT_EQ(DiscoveryDocument(Language::kDutch), DiscoveryDocument(Language::kDutch));
  EXPECT_NE(DiscoveryDocument(Language::kDutch), DiscoveryDocument(Language::kEnglish));
}

// PREF-02 to PREF-16: reads and type-level searches with the tokens of 2.0 and no operations.
TEST(Registry, TemplatesStayWithinWhatEveryClientKnows) {
  const std::regex read(R"([A-Z]\w+/\{\{context\.(patientId|encounterId)\}\})");
  const std::regex search(
      R"([A-Z]\w+\?patient=\{\{context\.patientId\}\}(&_sort=-?[a-z-]+)?(&_count=[1-9]\d*)?)");
  for (const PrefetchTemplate& prefetch : PrefetchTemplates()) {
    const std::string query(prefetch.query);
    EXPECT_TRUE(std::regex_match(query, read) || std::regex_match(query, search)) << query;
  }
}

TEST(Registry, TemplatesHaveTheKeysOfTheContract) {
  std::set<std::string_view> keys;
  for (const PrefetchTemplate& prefetch : PrefetchTemplates()) keys.insert(prefetch.key);
  const std::set<std::string_view> wanted = {"patient",
                                             "conditions",
                                             "observations",
                                             "procedures",
                                             "medications",
                                             "serviceRequests",
                                             "diagnosticReports",
                                             "imagingStudies",
                                             "devices",
                                             "medicationStatements",
                                             "appointments",
                                             "encounter",
                                             "questionnaireResponses"};
  EXPECT_EQ(keys, wanted);
}

TEST(Registry, UnknownServiceIsNull) {
  EXPECT_EQ(FindService("spinal-metastases"), nullptr);
  EXPECT_EQ(FindService(""), nullptr);
}

}  // namespace
}  // namespace wervelwijzer::hooks
