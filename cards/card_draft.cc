#include "cards/card_draft.h"

#include <algorithm>
#include <array>

#include "cards/detail.h"
#include "cards/moment.h"
#include "cards/one_action.h"
#include "cards/record_hints.h"

namespace wervelwijzer::cards {

using guideline::Decision;
using guideline::Evidence;
using guideline::InputState;
using guideline::InputType;
using guideline::Origin;

namespace {

constexpr std::string_view kCardSystem = "https://wervelwijzer.nl/fhir/CodeSystem/card";

void WriteOneValue(JsonWriter& writer, InputType type, const std::string& code) {
  if (type == InputType::kBoolean) {
    writer.Boolean(code == "true");
  } else {
    writer.String(code);
  }
}

// The value as the input of `decide` takes it: an array when it is one of several or a set.
void WriteValue(const InputView& input, JsonWriter& writer) {
  const guideline::ValueSet& values = input.state->values;
  const InputType type = input.definition->type;
  if (!values.codes.empty()) {
    writer.Key("value");
    const bool one = values.codes.size() == 1 && type != InputType::kSet;
    if (!one) writer.BeginArray();
    for (const std::string& code : values.codes) WriteOneValue(writer, type, code);
    if (!one) writer.EndArray();
    return;
  }
  if (values.ranges.size() != 1 || values.ranges[0].low != values.ranges[0].high) return;
  if (type == InputType::kDate) {
    const auto day = static_cast<std::int64_t>(values.ranges[0].low);
    writer.Key("value").String(IsoDate(DateOfDayNumber(day)));
  } else {
    writer.Key("value").Number(values.ranges[0].low);
  }
}

void WriteEvidence(const InputView& input, JsonWriter& writer) {
  writer.BeginArray();
  for (const Evidence& evidence : input.state->evidence) {
    writer.BeginObject();
    writer.MemberIfAny("reference", evidence.reference);
    writer.MemberIfAny("date", evidence.date);
    WriteValue(input, writer);
    writer.EndObject();
  }
  writer.EndArray();
}

bool IsShowable(const InputState& state) {
  return state.origin != Origin::kUnknown && !state.evidence.empty() &&
         !(state.values.codes.empty() && state.values.ranges.empty());
}

// The inputs that a decision looked at and of which there is something to show, each once.
class Shown {
 public:
  explicit Shown(const guideline::Inputs& inputs) : inputs_(inputs) { views_.reserve(kUsual); }

  void Clear() { views_.clear(); }
  void Add(guideline::CatalogueIndex index) {
    const InputState& state = inputs_.Get(index);
    if (!IsShowable(state)) return;
    for (const InputView& other : views_) {
      if (other.state == &state) return;
    }
    const guideline::InputDefinition& definition = inputs_.catalogue().definitions()[index];
    views_.push_back({definition.id, &definition, &state});
  }
  void Add(std::string_view id) {
    if (const auto index = inputs_.catalogue().Find(id)) Add(*index);
  }
  std::span<const InputView> views() const { return views_; }

 private:
  static constexpr std::size_t kUsual = 8;

  const guideline::Inputs& inputs_;
  std::vector<InputView> views_;
};

// Writes decisions with the evidence of their inputs. Decisions share inputs: what stands there of
// one already is copied.
class ExtensionWriter {
 public:
  ExtensionWriter(const Consultation& consultation, JsonWriter& writer)
      : consultation_(consultation), writer_(writer), shown_(consultation.inputs()) {}

  void Write(const Decision& decision, std::span<const std::string_view> facts) {
    writer_.BeginObject();
    writer_.Member("decision", decision.id);
    writer_.MemberIfAny("model", decision.model);
    guideline::WriteDecisionMembers(writer_, decision);
    shown_.Clear();
    for (const guideline::CatalogueIndex input :
         consultation_.guideline().TableIndices(decision.id)) {
      shown_.Add(input);
    }
    for (const std::string_view id : facts) shown_.Add(id);
    if (!shown_.views().empty()) {
      writer_.Key("evidence").BeginObject();
      for (const InputView& input : shown_.views()) WriteInput(input);
      writer_.EndObject();
    }
    writer_.EndObject();
  }

 private:
  struct Written {
    const InputState* state;
    std::size_t from, size;  // in the text of the writer
  };

  void WriteInput(const InputView& input) {
    writer_.Key(input.id);
    for (const Written& one : written_) {
      if (one.state != input.state) continue;
      again_ = writer_.text().substr(one.from, one.size);
      writer_.Raw(again_);
      return;
    }
    const std::size_t from = writer_.text().size();
    WriteEvidence(input, writer_);
    written_.push_back({input.state, from, writer_.text().size() - from});
  }

  const Consultation& consultation_;
  JsonWriter& writer_;
  Shown shown_;
  std::vector<Written> written_;
  std::string again_;  // the writer cannot copy from itself
};

void SaySource(const Words& words, std::string_view topic, Source& source) {
  words.Say(KeyText{"source.", topic}, {}, source.label);
  words.Say(KeyText{"source-url.", topic}, {}, source.url);
  source.topic.system = kCardSystem;
  source.topic.code = topic;
  words.Say(KeyText{"topic.", topic}, {}, source.topic.display);
}

// The form with just these questions, else the whole intake form.
std::string FormPath(const std::vector<std::string>& questions) {
  if (questions.empty()) return "/fhir/Questionnaire/intake";
  std::string path = "/fhir/Questionnaire/ask-" + questions.front();
  for (std::size_t i = 1; i < questions.size(); ++i) path += "+" + questions[i];
  return path;
}

void AddLinks(const Consultation& consultation, const std::vector<std::string>& questions,
              Card& card) {
  const Words& words = consultation.words();
  card.links.reserve(2);
  Link& guideline = card.links.emplace_back();
  words.Say("link.guideline", {}, guideline.label);
  guideline.url = card.source.url;
  const std::string& base = consultation.situation().base_url;
  if (base.empty()) return;
  Link& intake = card.links.emplace_back();
  words.Say("link.intake", {}, intake.label);
  intake.url = base + FormPath(questions);
}

void TakeSuggestions(const Consultation& consultation, CardDraft& draft, Card& card) {
  if (draft.suggestions.empty()) return;
  if (consultation.situation().client.suggestion_form == SuggestionForm::kOneAction) {
    OneActionSuggestions single = SplitActions(std::move(draft.suggestions));
    draft.suggestions = std::move(single.suggestions);
    draft.choose_one = draft.choose_one && !single.split;
  }
  card.suggestions = std::move(draft.suggestions);
  for (Suggestion& suggestion : card.suggestions) suggestion.uuid = consultation.NewUuid();
  card.selection_behavior = draft.choose_one ? "at-most-one" : "any";
}

}  // namespace

OverrideReasons ReasonsToOverride(const Words& words) {
  static constexpr std::array<std::string_view, 7> kReasons = {
      "already-done", "patient-declines", "not-fit", "other-centre-involved",
      "data-wrong",   "not-relevant",     "other"};
  OverrideReasons reasons;
  JsonWriter writer;
  writer.BeginArray();
  for (const std::string_view reason : kReasons) {
    reasons.codings.push_back(
        {kOverrideReasonSystem, std::string(reason), words.Say("override." + std::string(reason))});
    WriteCoding(writer, reasons.codings.back());
  }
  writer.EndArray();
  reasons.json = std::move(writer).Take();
  return reasons;
}

std::string DecisionExtension(const Consultation& consultation, const CardDraft& draft) {
  constexpr std::size_t kUsualBytes = 4u << 10;
  JsonWriter writer(kUsualBytes);
  writer.BeginArray();
  ExtensionWriter extension(consultation, writer);
  std::span<const std::string_view> facts = draft.facts;
  for (const std::string_view id : draft.decisions) {
    const Decision* decision = consultation.Find(id);
    if (decision == nullptr) continue;
    extension.Write(*decision, facts);
    facts = {};  // the card's own facts belong to the first, deciding decision
  }
  writer.EndArray();
  return std::move(writer).Take();
}

namespace {

// What the record holds about wish, phase and expectancy stands before what hastes to treat.
std::string WithRecordedWish(const Consultation& consultation, const CardDraft& draft) {
  static constexpr std::array<std::string_view, 3> kWish = {"treatment-wish", "patient-phase",
                                                            "very-short-life-expectancy"};
  static constexpr std::array<std::string_view, 4> kTopics = {"red-flag", "imaging", "treatment",
                                                              "brain-mdo"};
  if (std::ranges::find(kTopics, draft.topic) == kTopics.end()) return {};
  if (OpenHints(consultation, kWish).empty()) return {};
  Detail detail(consultation);
  detail.Say("wish.recorded-first").HintItems(kWish);
  return std::move(detail).Take() + "\n\n";
}

}  // namespace

void FinishCard(const Consultation& consultation, CardDraft draft, std::vector<Card>& cards) {
  Card& card = cards.emplace_back();
  card.uuid = consultation.NewUuid();
  card.decision_extension_json = DecisionExtension(consultation, draft);
  card.route_extension_json = std::move(draft.route);
  card.summary = std::move(draft.summary);
  card.detail = WithRecordedWish(consultation, draft) + std::move(draft.detail);
  card.indicator = draft.indicator;
  SaySource(consultation.words(), draft.topic, card.source);
  TakeSuggestions(consultation, draft, card);
  AddLinks(consultation, draft.questions, card);
  card.identity = std::move(draft.identity);
}

Indicator OneStepLower(Indicator indicator) {
  return indicator == Indicator::kCritical ? Indicator::kWarning : Indicator::kInfo;
}

Indicator AtLeast(Indicator indicator, Indicator floor) { return std::max(indicator, floor); }

}  // namespace wervelwijzer::cards
