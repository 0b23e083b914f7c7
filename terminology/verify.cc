#include "terminology/verify.h"

#include <algorithm>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <tuple>
#include <vector>

#include "terminology/code_form.h"
#include "terminology/table_file.h"

namespace wervelwijzer::terminology {
namespace {

constexpr std::string_view kRoles[] = {"body-site",         "device",     "diagnosis",
                                       "finding",           "medication", "observation",
                                       "observation-value", "procedure",  "route"};
constexpr std::string_view kStatuses[] = {"verified", "single-source", "own", "unverified"};

template <std::size_t kSize>
bool IsOneOf(std::string_view word, const std::string_view (&words)[kSize]) {
  return std::ranges::find(words, word) != std::end(words);
}

bool HasSoundForm(const Row& row) {
  return IsSoundCode(row.system, row.system == "ndc" ? CodeForm::kNdc : CodeForm::kText, row.code);
}

// Examples and test data show how a code is used, not that it is right: generated lists circulate.
bool IsExample(std::string_view source) {
  static constexpr std::string_view kWords[] = {"example", "sample",    "snapshot", "fixture",
                                                "/EX_",    "validator", "SYNTHEA",  "public "};
  return std::ranges::any_of(kWords, [source](std::string_view word) {
    return source.find(word) != std::string_view::npos;
  });
}

bool RestsOnExamples(std::string_view sources) {
  const std::vector<std::string> parts = SplitList(sources, ';');
  return !parts.empty() &&
         std::ranges::all_of(parts, [](const std::string& part) { return IsExample(part); });
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
    if (row.is_used() && RestsOnExamples(row.source)) report("row rests on examples only");
    if (!IsOneOf(row.status, kStatuses)) report("status `" + row.status + "` is not known");
    if (!IsOneOf(row.role, kRoles)) report("role `" + row.role + "` is not known");
    if (!seen.emplace(row.concept_id, row.system, row.code).second) report("row stands twice");
  }
  return issues;
}

Issues VerifyAgainst(const Terminology& terminology, const Snapshot& snapshot) {
  Issues issues;
  const SnapshotHead& head = snapshot.head();
  if (head.origin == "terminology-server") return issues;
  std::map<std::string, CodeState> states;  // by compared form
  const bool of_classes = head.origin == "claml";
  for (Snapshot::Node node = 0; node < snapshot.size(); ++node) {
    const std::string_view code = snapshot.Code(node);
    if (of_classes) states.emplace(ComparedForm(code), snapshot.State(node));
  }
  for (const Row& row : terminology.rows()) {
    if (row.system != head.system || (of_classes && row.code.find('-') != std::string::npos)) {
      continue;
    }
    std::optional<CodeState> state;
    if (const auto found = states.find(ComparedForm(row.code)); found != states.end()) {
      state = found->second;
    } else if (const auto node = snapshot.Find(row.code)) {
      state = snapshot.State(*node);
    }
    if (state && state != CodeState::kInactive) continue;
    issues.push_back(
        {Severity::kError,
         (state ? "code is no longer in use in " : "code is not in ") + head.version,
         "concepts.tsv: " + std::string(terminology.Name(row.concept_id)) + " " + row.code});
  }
  return issues;
}

}  // namespace wervelwijzer::terminology
