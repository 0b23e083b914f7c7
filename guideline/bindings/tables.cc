#include "guideline/bindings/tables.h"

#include <algorithm>
#include <array>
#include <utility>

#include "guideline/bindings/interpretation.h"
#include "guideline/bindings/modifiers.h"
#include "guideline/bindings/table_cells.h"
#include "terminology/table_file.h"

namespace wervelwijzer::guideline {
namespace {

using terminology::ReadTableFile;
using terminology::SplitList;
using terminology::TableLine;

std::optional<MentionPlace> PlaceOfName(std::string_view name) {
  if (name == "report") return MentionPlace::kReport;
  if (name == "title") return MentionPlace::kTitle;
  if (name == "medication") return MentionPlace::kMedication;
  return std::nullopt;
}

constexpr std::pair<OrderKind, std::string_view> kOrderKinds[] = {
    {OrderKind::kMriWholeSpine, "mri-whole-spine"},
    {OrderKind::kMriPartOfSpine, "mri-part-of-spine"},
    {OrderKind::kCtSpine, "ct-spine"},
    {OrderKind::kPlainFilmSpine, "plain-film-spine"},
    {OrderKind::kBoneScan, "bone-scan"},
    {OrderKind::kPetCt, "pet-ct"},
    {OrderKind::kBiopsy, "biopsy"},
    {OrderKind::kCorticosteroid, "corticosteroid"},
    {OrderKind::kProtonPumpInhibitor, "proton-pump-inhibitor"},
    {OrderKind::kNsaid, "nsaid"},
    {OrderKind::kAnticoagulant, "anticoagulant"},
    {OrderKind::kRadiotherapySpine, "radiotherapy-spine"},
    {OrderKind::kRadiotherapyBrain, "radiotherapy-brain"},
    {OrderKind::kRadiotherapyOther, "radiotherapy-other"},
    {OrderKind::kSpineSurgery, "spine-surgery"},
    {OrderKind::kVertebroplasty, "vertebroplasty"},
    {OrderKind::kSystemicTherapy, "systemic-therapy"},
    {OrderKind::kReferralSpine, "referral-spine"},
    {OrderKind::kReferralNeuroOncology, "referral-neuro-oncology"},
    {OrderKind::kSpinalMdo, "spinal-mdo"},
    {OrderKind::kBrainMdo, "brain-mdo"},
    {OrderKind::kMriBrain, "mri-brain"},
    {OrderKind::kOther, "other"},
};

// Reads one table after the other into `tables`; stops at the first error.
class TableReader {
 public:
  TableReader(const std::string& directory, const InputCatalogue& catalogue,
              const terminology::Terminology& terminology,
              std::span<const dmn::Parameter> parameters)
      : directory_(directory), cells_(catalogue, terminology, parameters) {}

  Result<BindingTables> ReadAll() {
    const auto steps = {&TableReader::ReadGroups,     &TableReader::ReadComposites,
                        &TableReader::ReadFacts,      &TableReader::ReadAnswers,
                        &TableReader::ReadOrders,     &TableReader::ReadPolicies,
                        &TableReader::ReadReopenings, &TableReader::ReadRests,
                        &TableReader::ReadEvents,     &TableReader::ReadMentions,
                        &TableReader::ReadModifiers,  &TableReader::ReadInterpretations,
                        &TableReader::ReadStrengths};
    for (const auto step : steps) {
      if (Status status = (this->*step)(); !status.ok()) return status.error();
    }
    IndexFacts();
    tables_.affirmed = cells_.terminology().Find("answer-present");
    tables_.denied = cells_.terminology().Find("answer-absent");
    tables_.yes = cells_.terminology().Find("answer-yes");
    tables_.no = cells_.terminology().Find("answer-no");
    tables_.dexamethasone = cells_.terminology().Find("dexamethasone");
    tables_.generic_question = cells_.terminology().Find("question-clinical-finding");
    AddKnown(tables_.local_forms, "dexamethasone-not-systemic");
    AddKnown(tables_.local_forms, "corticosteroid-not-systemic");
    AddKnown(tables_.local_routes, "route-not-systemic");
    return std::move(tables_);
  }

 private:
  template <std::size_t kColumns, typename ReadLine>
  Status ForEachLine(const std::string& file, const std::array<std::string_view, kColumns>& columns,
                     ReadLine&& read_line) {
    auto lines = ReadTableFile(directory_ + "/" + file, columns);
    if (!lines.ok()) return lines.error();
    for (TableLine& line : *lines) {
      for (std::string& cell : line.cells) {
        if (cell == "-") cell.clear();
      }
      if (Status status = read_line(line.cells); !status.ok()) {
        return InvalidInput(status.error().message, file + ":" + std::to_string(line.number));
      }
    }
    return {};
  }

  Status ReadGroups() {
    constexpr std::array<std::string_view, 2> kColumns{"group", "concepts"};
    return ForEachLine("groups.tsv", kColumns, [&](const std::vector<std::string>& cells) {
      return cells_.AddGroup(cells[0], cells[1]);
    });
  }

  Status ReadComposites() {
    constexpr std::array<std::string_view, 4> kColumns{"concept", "with", "gives", "note"};
    return ForEachLine("composites.tsv", kColumns, [&](const std::vector<std::string>& cells) {
      Composite composite;
      std::vector<ConceptId> gives;
      for (auto [cell, out] : {std::pair(0, &composite.concepts), std::pair(1, &composite.with),
                               std::pair(2, &gives)}) {
        if (Status status = cells_.ReadConcepts(cells[cell], *out); !status.ok()) return status;
      }
      if (gives.size() != 1) return Status(InvalidInput("`gives` is not one concept"));
      composite.gives = gives.front();
      for (ConceptId id : composite.concepts) tables_.parts_of_composites.Add(id);
      tables_.composites.push_back(std::move(composite));
      return Status();
    });
  }

  Status ReadFacts() {
    constexpr std::array<std::string_view, 8> kColumns{"input",   "gives", "from",      "state",
                                                       "concept", "needs", "look_back", "note"};
    return ForEachLine("facts.tsv", kColumns, [&](const std::vector<std::string>& cells) {
      Result<Fact> fact = cells_.ReadFact(cells);
      if (!fact.ok()) return Status(fact.error());
      tables_.facts.push_back(std::move(fact).value());
      return Status();
    });
  }

  Status ReadAnswers() {
    constexpr std::array<std::string_view, 8> kColumns{"input",  "question", "answer",    "gives",
                                                       "method", "site",     "look_back", "note"};
    return ForEachLine("answers.tsv", kColumns, [&](const std::vector<std::string>& cells) {
      Result<Answer> answer = cells_.ReadAnswer(cells);
      if (!answer.ok()) return Status(answer.error());
      for (ConceptId id : answer->questions) tables_.questions.Add(id);
      tables_.answers.push_back(std::move(answer).value());
      return Status();
    });
  }

  Status ReadOrders() {
    constexpr std::array<std::string_view, 4> kColumns{"kind", "concept", "text", "note"};
    return ForEachLine("orders.tsv", kColumns, [&](const std::vector<std::string>& cells) {
      const auto kind = OrderKindOfName(cells[0]);
      if (!kind) return Status(InvalidInput("kind `" + cells[0] + "` is not known"));
      OrderRule rule{*kind, {}, SplitList(cells[2], '|')};
      Status status = cells_.ReadConcepts(cells[1], rule.concepts);
      if (status.ok()) tables_.orders.push_back(std::move(rule));
      return status;
    });
  }

  Status ReadPolicies() {
    constexpr std::array<std::string_view, 5> kColumns{"input", "policy", "order", "implies",
                                                       "note"};
    tables_.policies.resize(cells_.catalogue().definitions().size());
    return ForEachLine("policies.tsv", kColumns, [&](const std::vector<std::string>& cells) {
      const auto input = cells_.catalogue().Find(cells[0]);
      if (!input) return Status(InvalidInput("input `" + cells[0] + "` is not known"));
      return cells_.ReadPolicy(cells, tables_.policies[*input]);
    });
  }

  Status ReadEvents() {
    constexpr std::array<std::string_view, 4> kColumns{"kind", "done_for", "asked_for", "note"};
    return ForEachLine("events.tsv", kColumns, [&](const std::vector<std::string>& cells) {
      const auto kind = OrderKindOfName(cells[0]);
      if (!kind) return Status(InvalidInput("order kind `" + cells[0] + "` is not known"));
      EventRule rule{*kind, {}, {}};
      for (const auto& [cell, out] :
           {std::pair(1, &rule.done_for), std::pair(2, &rule.asked_for)}) {
        if (cells[cell].empty()) continue;
        Fact fact;
        if (Status status = cells_.ReadLookBack(cells[cell], fact); !status.ok()) return status;
        *out = fact.look_back;
      }
      tables_.events.push_back(rule);
      return Status();
    });
  }

  Status ReadRests() {
    constexpr std::array<std::string_view, 3> kColumns{"input", "by", "note"};
    return ForEachLine("rests.tsv", kColumns, [&](const std::vector<std::string>& cells) {
      auto row = cells_.ReadReopening({cells[1], cells[0], ""});
      if (!row.ok()) return Status(row.error());
      tables_.rests.push_back({row->input, std::move(row->by)});
      return Status();
    });
  }

  Status ReadReopenings() {
    constexpr std::array<std::string_view, 4> kColumns{"by", "input", "answer", "note"};
    return ForEachLine("reopens.tsv", kColumns, [&](const std::vector<std::string>& cells) {
      auto row = cells_.ReadReopening(cells);
      if (!row.ok()) return Status(row.error());
      tables_.reopenings.push_back(std::move(row).value());
      return Status();
    });
  }

  Status ReadMentions() {
    constexpr std::array<std::string_view, 6> kColumns{"where", "words",     "input",
                                                       "needs", "look_back", "note"};
    return ForEachLine("mentions.tsv", kColumns, [&](const std::vector<std::string>& cells) {
      const auto place = PlaceOfName(cells[0]);
      if (!place) return Status(InvalidInput("place `" + cells[0] + "` is not known"));
      Result<Mention> mention = cells_.ReadMention(cells, *place);
      if (!mention.ok()) return Status(mention.error());
      tables_.mentions.push_back(std::move(mention).value());
      return Status();
    });
  }

  Status ReadModifiers() {
    constexpr std::array<std::string_view, 5> kColumns{"url", "on", "value", "effect", "note"};
    return ForEachLine("modifiers.tsv", kColumns, [&](const std::vector<std::string>& cells) {
      Result<Modifier> modifier = ReadModifier(cells);
      if (!modifier.ok()) return Status(modifier.error());
      tables_.modifiers.push_back(std::move(modifier).value());
      return Status();
    });
  }

  Status ReadInterpretations() {
    constexpr std::array<std::string_view, 3> kColumns{"code", "says", "note"};
    return ForEachLine("interpretations.tsv", kColumns, [&](const std::vector<std::string>& cells) {
      const auto says = InterpretationOfName(cells[1]);
      if (!says) return Status(InvalidInput("meaning `" + cells[1] + "` is not known"));
      tables_.interpretations.emplace_back(cells[0], *says);
      return Status();
    });
  }

  Status ReadStrengths() {
    constexpr std::array<std::string_view, 3> kColumns{"system", "code", "milligrams"};
    return ForEachLine("strengths.tsv", kColumns, [&](const std::vector<std::string>& cells) {
      Result<Strength> strength = cells_.ReadStrength(cells);
      if (!strength.ok()) return Status(strength.error());
      tables_.strengths.push_back(std::move(strength).value());
      return Status();
    });
  }

  void AddKnown(ConceptSet& set, std::string_view name) const {
    if (const auto id = cells_.terminology().Find(name)) set.Add(*id);
  }

  void IndexFacts() {
    tables_.facts_by_concept.resize(cells_.terminology().concept_count());
    for (std::size_t i = 0; i < tables_.facts.size(); ++i) {
      for (ConceptId id : tables_.facts[i].concepts) {
        tables_.facts_by_concept[id].push_back(static_cast<std::uint16_t>(i));
      }
    }
  }

  std::string directory_;
  TableCells cells_;
  BindingTables tables_;
};

}  // namespace

void ConceptSet::Add(ConceptId id) {
  if (id >= members_.size()) members_.resize(id + 1u);
  if (!members_[id]) ++count_;
  members_[id] = true;
}

bool ConceptSet::HasAny(const std::vector<ConceptId>& ids) const {
  return std::ranges::any_of(ids, [this](ConceptId id) { return Has(id); });
}

std::optional<OrderKind> OrderKindOfName(std::string_view name) {
  for (const auto& [kind, kind_name] : kOrderKinds) {
    if (kind_name == name) return kind;
  }
  return std::nullopt;
}

std::string_view OrderKindName(OrderKind kind) {
  for (const auto& [known, name] : kOrderKinds) {
    if (known == kind) return name;
  }
  return "other";
}

Result<BindingTables> LoadBindingTables(const std::string& directory,
                                        const InputCatalogue& catalogue,
                                        const terminology::Terminology& terminology,
                                        std::span<const dmn::Parameter> parameters) {
  return TableReader(directory, catalogue, terminology, parameters).ReadAll();
}

}  // namespace wervelwijzer::guideline
