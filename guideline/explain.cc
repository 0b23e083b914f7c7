#include "guideline/explain.h"

#include <algorithm>
#include <utility>

#include "base/clock.h"
#include "guideline/decide.h"
#include "guideline/dmn/cells.h"

namespace wervelwijzer::guideline {
namespace {

// The few words of the trace, in two languages.
struct Words {
  std::string_view inputs, stated, derived, conflicting, from, one_of, set_of;
  std::string_view decisions, fired, may_fire, waits_for, excluded, needed, details, open;
  std::string_view precondition, by;
  std::string_view determined, undetermined, inconsistent, not_applicable, no_inputs, disclaimer;
};

constexpr Words kDutch = {
    .inputs = "Gegevens",
    .stated = "opgegeven",
    .derived = "afgeleid uit",
    .conflicting = "tegenstrijdige opgaven",
    .from = "uit",
    .one_of = "een van",
    .set_of = "de reeks",
    .decisions = "Beslissingen",
    .fired = "van toepassing",
    .may_fire = "kan nog gelden",
    .waits_for = "mits",
    .excluded = "valt af",
    .needed = "nodig",
    .details = "nodig voor details",
    .open = "nog mogelijk",
    .precondition = "voorwaarde niet vervuld",
    .by = "door",
    .determined = "bepaald",
    .undetermined = "onbepaald",
    .inconsistent = "tegenstrijdig",
    .not_applicable = "niet van toepassing",
    .no_inputs = "geen",
    .disclaimer = "Geen gecertificeerd medisch hulpmiddel; eerst lokaal valideren.",
};
constexpr Words kEnglish = {
    .inputs = "Inputs",
    .stated = "stated",
    .derived = "derived from",
    .conflicting = "conflicting statements",
    .from = "from",
    .one_of = "one of",
    .set_of = "the set",
    .decisions = "Decisions",
    .fired = "fired",
    .may_fire = "may still fire",
    .waits_for = "if",
    .excluded = "excluded",
    .needed = "needed",
    .details = "needed for details",
    .open = "still possible",
    .precondition = "precondition not met",
    .by = "by",
    .determined = "determined",
    .undetermined = "undetermined",
    .inconsistent = "inconsistent",
    .not_applicable = "not applicable",
    .no_inputs = "none",
    .disclaimer = "Not a certified medical device; validate locally first.",
};

template <typename Texts>
std::string Join(const Texts& parts) {
  std::string text;
  for (const std::string_view part : parts) text.append(text.empty() ? "" : ", ").append(part);
  return text;
}

std::string DayText(double day) {
  const CivilTime date = DateOfDayNumber(static_cast<std::int64_t>(day));
  const auto two = [](int number) { return (number < 10 ? "0" : "") + std::to_string(number); };
  return std::to_string(date.year) + "-" + two(date.month) + "-" + two(date.day);
}

std::string RangeText(const dmn::Interval& range, InputType type) {
  const auto text = [type](double value) {
    return type == InputType::kDate ? DayText(value) : dmn::NumberText(value);
  };
  if (range.low == range.high) return text(range.low);
  return text(range.low) + ".." + text(range.high);
}

class Explainer {
 public:
  Explainer(const ExplainContext& context, std::string_view language)
      : context_(context),
        workspace_(context.program),
        words_(language == "en" ? kEnglish : kDutch),
        english_(language == "en") {}

  std::string Run(const Decisions& decisions) {
    Line(0, std::string(words_.disclaimer));
    Line(0, std::string(words_.inputs) + ":");
    WriteInputs();
    Line(0, std::string(words_.decisions) + ":");
    for (const Decision& decision : decisions.all()) WriteDecision(decision);
    return std::move(text_);
  }

 private:
  void Line(int indent, std::string_view text) {
    text_.append(static_cast<std::size_t>(indent) * 2, ' ');
    text_ += text;
    text_ += '\n';
  }

  const std::string& NameOf(CatalogueIndex index) const {
    const InputDefinition& definition = context_.inputs.catalogue().definitions()[index];
    return english_ ? definition.name_en : definition.name_nl;
  }

  std::string ValuesText(const InputDefinition& definition, const InputState& state) const {
    std::vector<std::string> parts = state.values.codes;
    for (const dmn::Interval& range : state.values.ranges)
      parts.push_back(RangeText(range, definition.type));
    if (definition.type == InputType::kSet)
      return std::string(words_.set_of) + " {" + Join(parts) + "}";
    std::string text = Join(parts);
    if (parts.size() > 1) text = std::string(words_.one_of) + " " + text;
    if (!definition.unit.empty()) text += " " + definition.unit;
    return text;
  }

  void WriteInputs() {
    const auto definitions = context_.inputs.catalogue().definitions();
    bool any = false;
    for (std::size_t i = 0; i < definitions.size(); ++i) {
      const auto index = static_cast<CatalogueIndex>(i);
      const InputState& state = context_.inputs.Get(index);
      if (state.origin == Origin::kUnknown) continue;
      any = true;
      WriteInput(definitions[i], NameOf(index), state);
    }
    if (!any) Line(1, words_.no_inputs);
  }

  void WriteInput(const InputDefinition& definition, const std::string& name,
                  const InputState& state) {
    std::string line = definition.id + " (" + name + ") = " + ValuesText(definition, state);
    if (state.origin == Origin::kDerived) {
      line += "; " + std::string(words_.derived) + " " + Join(state.derived_from);
    } else {
      line += "; " + std::string(words_.stated);
    }
    if (state.conflicting) line += "; " + std::string(words_.conflicting);
    Line(1, line);
    for (const Evidence& evidence : state.evidence) {
      const std::string& from = evidence.reference;
      if (from.empty()) continue;
      std::string source = std::string(words_.from) + " " + from;
      if (!evidence.date.empty()) source += ", " + evidence.date;
      if (!evidence.how.empty()) source += ", " + evidence.how;
      Line(2, source);
    }
  }

  std::string_view StatusText(DecisionStatus status) const {
    switch (status) {
      case DecisionStatus::kDetermined:
        return words_.determined;
      case DecisionStatus::kUndetermined:
        return words_.undetermined;
      case DecisionStatus::kInconsistent:
        return words_.inconsistent;
      case DecisionStatus::kNotApplicable:
        return words_.not_applicable;
    }
    return {};
  }

  // Empty when the models have no words for it.
  std::string_view Said(const std::string& key) const {
    const auto found = context_.words.find(key);
    return found == context_.words.end() ? std::string_view() : std::string_view(found->second);
  }

  // ` (imaging within 48 hours)`
  std::string InBrackets(const std::string& key) const {
    const std::string_view said = Said(key);
    return said.empty() ? std::string() : " (" + std::string(said) + ")";
  }

  // Ids stay, since they can be searched; the words stand beside them.
  std::string ResultText(std::string_view decision, const DecisionResult& result) const {
    std::string text;
    for (const auto& [name, value] : result.members()) {
      const std::string code = dmn::ValueText(value);
      if (!text.empty()) text += ", ";
      if (name == "outcome") {
        text += code + InBrackets("result." + std::string(decision) + "." + code);
        continue;
      }
      const std::string_view member = Said("member." + name);
      text += (member.empty() ? name : std::string(member)) + " " + code;
    }
    return text;
  }

  void WriteDecision(const Decision& decision) {
    const std::string id(decision.id);
    std::string line = id + InBrackets("decision." + id) + ": ";
    line += StatusText(decision.status);
    if (!decision.result.members().empty()) line += ": " + ResultText(id, decision.result);
    if (!decision.model.empty()) line += "  [" + std::string(decision.model) + "]";
    Line(1, line);
    for (const DecisionResult& result : decision.possible)
      Line(2, std::string(words_.open) + ": " + ResultText(id, result));
    for (const CodeList& list : decision.lists) WriteList(list);
    if (!decision.needed.empty())
      Line(2, std::string(words_.needed) + ": " + Join(decision.needed));
    if (!decision.needed_for_details.empty())
      Line(2, std::string(words_.details) + ": " + Join(decision.needed_for_details));
    WriteRulesOf(decision);
  }

  void WriteList(const CodeList& list) {
    if (!list.certain.empty()) Line(2, list.name + ": " + Join(list.certain));
    if (!list.undetermined.empty())
      Line(2, list.name + ", " + std::string(words_.open) + ": " + Join(list.undetermined));
  }

  void WriteRulesOf(const Decision& decision) {
    if (decision.status == DecisionStatus::kInconsistent) {
      Line(2, std::string(words_.by) + " " + Join(decision.rules));
      return;
    }
    const auto plan = std::ranges::find(context_.plan.decisions, decision.id, &DecisionPlan::id);
    if (plan == context_.plan.decisions.end()) return;
    if (decision.status == DecisionStatus::kNotApplicable) {
      Line(2, words_.precondition);
      return;
    }
    if (plan->main) WriteRules(*plan->main, plan->printed_rules, decision);
    for (const ListPlan& list : plan->lists)
      WriteRules(list.decision, list.printed_rules, decision);
  }

  const dmn::Box& BoxOf(const Decision& decision) const {
    return decision.id == kPerformanceConversion ? context_.stated : context_.box;
  }

  void WriteRules(dmn::DecisionIndex index, dmn::Mask printed, const Decision& decision) {
    const dmn::ProgramDecision& table = context_.program.decisions()[index];
    const dmn::Box& box = BoxOf(decision);
    dmn::Evaluation evaluation;
    context_.program.Evaluate(index, box, dmn::Program::Depth::kOutcomes, workspace_, evaluation);
    for (std::size_t r = 0; r < table.rules.size(); ++r) {
      const dmn::Mask bit = dmn::Mask{1} << r;
      if ((printed & bit) == 0) continue;
      std::string line = table.rules[r].id + ": ";
      if ((evaluation.may_rules & bit) == 0) {
        Line(2, line + std::string(words_.excluded) + ExclusionText(index, r, box));
        continue;
      }
      const bool fired = (evaluation.must_rules & bit) != 0;
      line += fired ? std::string(words_.fired)
                    : std::string(words_.may_fire) + WaitingText(index, r, box);
      Line(2, line);
      const std::string_view said = Said("rule." + table.rules[r].id);
      const std::string_view why = said.empty() ? table.rules[r].description : said;
      if (!why.empty()) Line(3, why);
    }
  }

  // The cells of a rule that are still open: `if lhermitte = true`.
  std::string WaitingText(dmn::DecisionIndex index, std::size_t rule, const dmn::Box& box) const {
    std::vector<std::string> cells;
    for (const dmn::RuleCell& cell : context_.program.RuleCells(index, rule, box))
      if (cell.state == dmn::RuleCell::State::kOpen) cells.push_back(cell.column + " " + cell.text);
    return cells.empty() ? std::string() : " " + std::string(words_.waits_for) + " " + Join(cells);
  }

  std::string ExclusionText(dmn::DecisionIndex index, std::size_t rule, const dmn::Box& box) const {
    std::vector<std::string> ids;
    for (dmn::InputIndex input : context_.program.ExcludedBy(index, rule, box)) {
      for (CatalogueIndex behind : context_.boxes.Behind(input)) {
        const InputDefinition& definition = context_.inputs.catalogue().definitions()[behind];
        const InputState& state = context_.inputs.Get(behind);
        if (state.origin != Origin::kUnknown)
          ids.push_back(definition.id + " = " + ValuesText(definition, state));
      }
    }
    return ids.empty() ? std::string() : " " + std::string(words_.by) + " " + Join(ids);
  }

  const ExplainContext& context_;
  dmn::Workspace workspace_;
  const Words& words_;
  bool english_;
  std::string text_;
};

}  // namespace

std::string ExplainDecisions(const ExplainContext& context, const Decisions& decisions,
                             std::string_view language) {
  return Explainer(context, language).Run(decisions);
}

}  // namespace wervelwijzer::guideline
