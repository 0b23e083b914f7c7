#include "tests/samples/code_report.h"

#include <algorithm>
#include <cstdio>
#include <optional>

namespace wervelwijzer::samples {
namespace {

// A Coding has a system and a code; a Quantity has a value besides.
std::optional<fhir::Coding> AsCoding(JsonValue value) {
  const auto system = value.Get("system").string();
  const auto code = value.Get("code").string();
  if (!system || !code || value.Get("value").exists()) return std::nullopt;
  return fhir::Coding{*system, *code, value.Get("display").string().value_or("")};
}

// Calls `found` with the codings of each CodeableConcept, and with each Coding outside of one.
template <typename Found>
void VisitConcepts(JsonValue value, const Found& found) {
  std::vector<fhir::Coding> together;
  for (const JsonValue entry : value.Get("coding").elements()) {
    if (const auto coding = AsCoding(entry)) together.push_back(*coding);
  }
  if (!together.empty()) found(together);
  if (const auto coding = AsCoding(value)) found(std::vector<fhir::Coding>{*coding});
  for (const auto& [name, member] : value.members()) {
    if (name != "coding") VisitConcepts(member, found);
    if (name != "coding") continue;
    for (const JsonValue entry : member.elements()) {
      for (const auto& [part, inner] : entry.members()) VisitConcepts(inner, found);
    }
    if (member.is_object()) VisitConcepts(member, found);
  }
  for (const JsonValue entry : value.elements()) VisitConcepts(entry, found);
}

int Percent(std::size_t part, std::size_t whole) {
  return whole == 0 ? 100 : static_cast<int>(part * 100 / whole);
}

}  // namespace

void CodeReport::Add(const std::string& origin, JsonValue root) {
  VisitConcepts(root,
                [&](const std::vector<fhir::Coding>& codings) { AddConcept(origin, codings); });
}

void CodeReport::AddConcept(const std::string& origin, const std::vector<fhir::Coding>& codings) {
  bool means = false, understood = false, only_licensed = true;
  for (const fhir::Coding& coding : codings) {
    const Code code{SystemOf(terminology_, coding.system), Tidy(coding.code)};
    codes_.insert(code);
    const Verdict verdict = Judge(code, coding);
    if (!verdict.means) continue;
    means = true;
    understood = understood || verdict.is_known;
    only_licensed = only_licensed && verdict.is_licensed;
    for (Share* share : {&by_origin_[origin], &by_system_[code.first], &all_}) {
      share->meant.insert(code);
      if (verdict.is_known) share->known.insert(code);
      if (verdict.is_licensed) share->licensed.insert(code);
    }
  }
  if (!means) return;
  for (Share* share : {&by_origin_[origin], &all_}) {
    ++share->occurrences;
    share->understood += understood ? 1 : 0;
    share->licensed_occurrences += only_licensed ? 1 : 0;
  }
}

CodeReport::Verdict CodeReport::Judge(const Code& code, const fhir::Coding& coding) {
  const auto [entry, added] = verdicts_.try_emplace(code);
  if (!added) return entry->second;
  const std::string name = code.first + " | " + code.second + " | " + Tidy(coding.display);
  const auto judgement = judgements_.Find(code.first, code.second);
  if (!judgement) {
    faults_.insert("nobody judged " + name);
    return {};
  }
  std::vector<terminology::ConceptId> ids;
  terminology_.Lookup(coding, ids);
  if (judgement->means != Means::kYes && !ids.empty()) {
    faults_.insert(name + " is taken for " + std::string(terminology_.Name(ids[0])));
  }
  const bool is_known =
      std::all_of(judgement->concepts.begin(), judgement->concepts.end(), [&](const auto& meant) {
        const auto id = terminology_.Find(meant);
        return id && std::find(ids.begin(), ids.end(), *id) != ids.end();
      });
  if (!is_known) faults_.insert(name + " is not found as " + judgement->reason);
  entry->second = {judgement->means != Means::kNo, judgement->means == Means::kYes && is_known,
                   judgement->is_licensed};
  return entry->second;
}

void CodeReport::PrintShare(const std::string& name, const Share& share) {
  std::printf("| %s | %zu / %zu | %d %% |", name.c_str(), share.known.size(), share.meant.size(),
              Percent(share.known.size(), share.meant.size()));
  if (share.occurrences > 0) {
    std::printf(" %d / %d | %d %% |", share.understood, share.occurrences,
                Percent(static_cast<std::size_t>(share.understood),
                        static_cast<std::size_t>(share.occurrences)));
  } else {
    std::printf(" | |");
  }
  std::printf("\n");
}

void CodeReport::Print() const {
  std::printf(
      "\nCodes that mean a concept of ours, each counted once, and how often such a concept "
      "occurs and is understood by one of its codings\n\n"
      "| | known / mean one | | understood / occur | |\n|---|---|---|---|---|\n");
  for (const auto& [system, share] : by_system_) PrintShare(system, share);
  std::printf("|---|---|---|---|---|\n");
  for (const auto& [origin, share] : by_origin_) PrintShare(origin, share);
  std::printf("|---|---|---|---|---|\n");
  PrintShare("all", all_);
  std::printf(
      "\n%zu codes in all, each judged; asked is that 90 %% of those that mean a concept are "
      "known.\n\n",
      codes_.size());
  PrintWithoutLicensed();
  PrintCovered();
  for (const std::string& fault : faults_) std::printf("* %s\n", fault.c_str());
}

void CodeReport::PrintWithoutLicensed() const {
  for (const auto& [system, reason] : judgements_.licences()) {
    const auto share = by_system_.find(system);
    const std::size_t meant = share == by_system_.end() ? 0 : share->second.meant.size();
    std::printf("* %zu of %s may not be listed: %s\n", meant, system.c_str(), reason.c_str());
  }
  const std::size_t free = all_.meant.size() - all_.licensed.size();
  const int free_occurrences = all_.occurrences - all_.licensed_occurrences;
  std::printf(
      "\nOf %zu that mean a concept %zu are known: %d %%. Without the %zu of these systems: of "
      "%zu, "
      "%d %%.\nOf %d places where a concept occurs, %d name it by such codes alone. Of the other "
      "%d, "
      "%d are understood: %d %%.\n",
      all_.meant.size(), all_.known.size(), Percent(all_.known.size(), all_.meant.size()),
      all_.licensed.size(), free, Percent(all_.known.size(), free), all_.occurrences,
      all_.licensed_occurrences, free_occurrences, all_.understood,
      Percent(static_cast<std::size_t>(all_.understood),
              static_cast<std::size_t>(free_occurrences)));
}

// A system that the tables have goes by its short name, another by its address.
void CodeReport::PrintCovered() const {
  std::size_t meant = 0, known = 0;
  for (const auto& [system, share] : by_system_) {
    if (system.find(':') != std::string::npos) continue;
    meant += share.meant.size();
    known += share.known.size();
  }
  std::printf("Of %zu of systems that the tables cover, %zu are known: %d %%.\n", meant, known,
              Percent(known, meant));
}

}  // namespace wervelwijzer::samples
