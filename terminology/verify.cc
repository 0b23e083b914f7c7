#include "terminology/verify.h"

#include <algorithm>
#include <set>
#include <string>
#include <tuple>

#include "terminology/code_form.h"

namespace wervelwijzer::terminology {
namespace {

constexpr std::string_view kRoles[] = {"body-site",         "device",     "diagnosis",
                                       "finding",           "medication", "observation",
                                       "observation-value", "procedure",  "route"};
constexpr std::string_view kStatuses[] = {"verified", "single-source", "own"};

template <std::size_t kSize>
bool IsOneOf(std::string_view word, const std::string_view (&words)[kSize]) {
  return std::find(std::begin(words), std::end(words), word) != std::end(words);
}

bool HasSoundForm(const Row& row) {
  if (row.system == "snomed") return IsSnomedConceptId(row.code);
  if (row.system == "loinc") return IsLoincCode(row.code) || IsLoincAnswerCode(row.code);
  return !row.code.empty();
}

}  // namespace

Issues VerifyTerminology(const Terminology& terminology) {
  Issues issues;
  std::set<std::tuple<ConceptId, std::string, std::string>> seen;
  for (const Row& row : terminology.rows()) {
    const auto report = [&](std::string message) {
      issues.push_back(
          {Severity::kError, std::move(message),
           "concepts.tsv: " + std::string(terminology.Name(row.concept_id)) + " " + row.code});
    };
    if (!HasSoundForm(row)) report("code fails its check digit or form");
    if (row.source.empty()) report("row has no source");
    if (!IsOneOf(row.status, kStatuses)) report("status `" + row.status + "` is not known");
    if (!IsOneOf(row.role, kRoles)) report("role `" + row.role + "` is not known");
    if (!seen.emplace(row.concept_id, row.system, row.code).second) report("row stands twice");
  }
  return issues;
}

}  // namespace wervelwijzer::terminology
