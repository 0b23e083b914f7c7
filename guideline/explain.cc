#include "guideline/explain.h"

#include <algorithm>
#include <utility>

#include "base/clock.h"
#include "guideline/dmn/cells.h"

namespace wervelwijzer::guideline {
namespace {

// The few words of the trace, in two languages.
struct Words {
  std::string_view inputs, stated, derived, conflicting, from, one_of, set_of;
  std::string_view decisions, fired, may_fire, excluded, needed, details, open, precondition, by;
  std::string_view determined, undetermined, inconsistent, not_applicable, no_inputs, disclaimer;
};

constexpr Words kDutch = {"Gegevens",
                          "opgegeven",
                          "afgeleid uit",
                          "tegenstrijdige opgaven",
                          "uit",
                          "een van",
                          "de reeks",
                          "Beslissingen",
                          "van toepassing",
                          "kan nog gelden",
                          "valt af",
                          "nodig",
                          "nodig voor details",
                          "nog mogelijk",
                          "voorwaarde niet vervuld",
                          "door",
                          "bepaald",
                          "onbepaald",
                          "tegenstrijdig",
                          "niet van toepassing",
                          "geen",
                          "Geen gecertificeerd medisch hulpmiddel; eerst lokaal valideren."};
constexpr Words kEnglish = {"Inputs",
                            "stated",
                            "derived from",
                            "conflicting statements",
                            "from",
                            "one of",
                            "the set",
                            "Decisions",
                            "fired",
                            "may still fire",
                            "excluded",
                            "needed",
                            "needed for details",
                            "still possible",
                            "precondition not met",
                            "by",
                            "determined",
                            "undetermined",
                            "inconsistent",
                            "not applicable",
                            "none",
                            "Not a certified medical device; validate locally first."};

std::string Join(const std::vector<std::string>& parts) {
  std::string text;
  for (const std::string& part : parts) text += (text.empty() ? "" : ", ") + part;
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

  static std::string ResultText(const DecisionResult& result) {
    std::string text;
    for (const auto& [name, value] : result.members) {
      const bool is_outcome = name == "outcome";
      text += (text.empty() ? "" : ", ") + (is_outcome ? "" : name + " ") + dmn::ValueText(value);
    }
    return text;
  }

  void WriteDecision(const Decision& decision) {
    std::string line = std::string(decision.id) + ": " + std::string(StatusText(decision.status));
    if (!decision.result.members.empty()) line += ": " + ResultText(decision.result);
    if (!decision.model.empty()) line += "  [" + std::string(decision.model) + "]";
    Line(1, line);
    for (const DecisionResult& result : decision.possible)
      Line(2, std::string(words_.open) + ": " + ResultText(result));
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

  void WriteRules(dmn::DecisionIndex index, dmn::Mask printed, const Decision& decision) {
    const dmn::ProgramDecision& table = context_.program.decisions()[index];
    const bool only = decision.rules.size() == 1;
    for (std::size_t r = 0; r < table.rules.size(); ++r) {
      if ((printed >> r & dmn::Mask{1}) == 0) continue;
      const dmn::ProgramRule& rule = table.rules[r];
      const bool alive = std::ranges::find(decision.rules, rule.id) != decision.rules.end();
      if (!alive) {
        Line(2, rule.id + ": " + std::string(words_.excluded) + ExclusionText(index, r));
        continue;
      }
      Line(2, rule.id + ": " + std::string(only ? words_.fired : words_.may_fire));
      if (!rule.description.empty()) Line(3, rule.description);
    }
  }

  std::string ExclusionText(dmn::DecisionIndex index, std::size_t rule) const {
    std::vector<std::string> ids;
    for (dmn::InputIndex input : context_.program.ExcludedBy(index, rule, context_.box)) {
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
