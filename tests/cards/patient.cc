#include "tests/cards/patient.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <iostream>
#include <memory>

namespace wervelwijzer::cards {

using guideline::Evidence;
using guideline::InputState;
using guideline::InputType;
using guideline::Origin;

namespace {

[[noreturn]] void Give(const std::string& message) {
  std::cerr << message << "\n";
  std::exit(1);
}

std::vector<std::string> Split(std::string_view text, char at) {
  std::vector<std::string> parts;
  while (!text.empty()) {
    const std::size_t end = text.find(at);
    parts.emplace_back(text.substr(0, end));
    if (end == std::string_view::npos) break;
    text.remove_prefix(end + 1);
  }
  return parts;
}

double Day(std::string_view date) {
  return static_cast<double>(DayNumber(std::atoi(std::string(date.substr(0, 4)).c_str()),
                                       std::atoi(std::string(date.substr(5, 2)).c_str()),
                                       std::atoi(std::string(date.substr(8, 2)).c_str())));
}

guideline::ValueSet ValuesOf(const guideline::InputDefinition& input, std::string_view value) {
  guideline::ValueSet values;
  for (const std::string& part : Split(value, '|')) {
    if (input.type == InputType::kDate) {
      values.ranges.push_back({Day(part), Day(part), false, false});
    } else if (input.type == InputType::kNumber || input.type == InputType::kDuration) {
      const double number = std::atof(part.c_str());
      values.ranges.push_back({number, number, false, false});
    } else if (part != "nothing") {
      values.codes.push_back(part);
    }
  }
  return values;
}

std::string NumberedUuid(int number) {
  char text[40];
  std::snprintf(text, sizeof text, "00000000-0000-4000-8000-%012d", number);
  return text;
}

}  // namespace

std::shared_ptr<const guideline::Guideline> ShippedGuideline() {
  static const std::shared_ptr<const guideline::Guideline> kGuideline = [] {
    auto loaded = guideline::Guideline::Load(WERVELWIJZER_SOURCE_DIR "/guideline/models");
    if (!loaded.ok()) Give(loaded.error().ToString());
    return *loaded;
  }();
  return kGuideline;
}

const Composer& ShippedComposer() {
  static const Composer kComposer = [] {
    auto loaded = Composer::Load(WERVELWIJZER_SOURCE_DIR "/cards/text", ShippedGuideline());
    if (!loaded.ok()) Give(loaded.error().ToString());
    return std::move(loaded).value();
  }();
  return kComposer;
}

TimePoint Moment(std::string_view instant) {
  const Result<TimePoint> moment = ParseInstant(instant);
  if (!moment.ok()) Give(moment.error().ToString());
  return *moment;
}

Patient::Patient()
    : record_{guideline::Inputs(ShippedGuideline()->catalogue()),
              {},
              {},
              {},
              "Patient/fictief",
              "Encounter/9",
              "Practitioner/of-an-older-order"} {
  situation_.user_reference = "Practitioner/2";
  situation_.encounter_reference = "Encounter/1";
  situation_.now = Moment(kNow);
  situation_.base_url = "https://wervelwijzer.example";
}

Patient& Patient::Has(std::string_view input, std::string_view value, std::string_view when) {
  const auto index = record_.inputs.catalogue().Find(input);
  if (!index) Give("no input " + std::string(input));
  Evidence evidence;
  evidence.reference = "Observation/" + std::string(input);
  evidence.date = when;
  const Result<TimePoint> time = ParseInstant(when);
  evidence.time = time.ok() ? *time : Moment(std::string(when) + "T00:00:00+01:00");
  InputState state;
  state.origin = Origin::kStated;
  state.values = ValuesOf(record_.inputs.catalogue().definitions()[*index], value);
  state.evidence.push_back(std::move(evidence));
  record_.inputs.Set(*index, std::move(state));
  last_ = *index;
  return *this;
}

Patient& Patient::HasConflicting(std::string_view input, std::string_view values) {
  Has(input, values);
  InputState state = record_.inputs.Get(last_);
  state.conflicting = true;
  record_.inputs.Set(last_, std::move(state));
  return *this;
}

Patient& Patient::Saying(std::string_view text) {
  InputState state = record_.inputs.Get(last_);
  state.evidence.front().text = text;
  record_.inputs.Set(last_, std::move(state));
  return *this;
}

Patient& Patient::WithoutDate() {
  InputState state = record_.inputs.Get(last_);
  state.evidence.front().date.clear();
  state.evidence.front().time.reset();
  record_.inputs.Set(last_, std::move(state));
  return *this;
}

Patient& Patient::With(std::string_view statements) {
  for (const std::string& statement : Split(statements, ' ')) {
    const std::size_t equals = statement.find('=');
    if (equals == std::string::npos) Give("no statement: " + statement);
    Has(statement.substr(0, equals), statement.substr(equals + 1));
  }
  return *this;
}

Patient& Patient::Ordered(guideline::OrderKind kind, std::string_view status,
                          std::string_view priority, std::string_view authored,
                          std::string_view due) {
  guideline::Order order;
  order.kind = kind;
  order.resource_type = "ServiceRequest";
  order.reference = "ServiceRequest/" + std::to_string(record_.orders.size() + 1);
  order.status = status;
  order.intent = "order";
  order.priority = priority;
  if (!authored.empty()) order.authored = Moment(authored);
  if (!due.empty()) order.due = Moment(due);
  order.text = "aanvraag";
  record_.orders.push_back(std::move(order));
  return *this;
}

Patient& Patient::Named(std::string_view text) {
  record_.orders.back().text = text;
  return *this;
}

Patient& Patient::InUse() {
  guideline::Order& order = record_.orders.back();
  order.selected = false;
  order.draft = false;
  order.status = "active";
  return *this;
}

Patient& Patient::Selected(std::string_view json) {
  guideline::Order& order = record_.orders.back();
  order.selected = true;
  order.draft = true;
  order.status = "draft";
  const std::string text = json.empty()
                               ? R"({"resourceType":"ServiceRequest","id":")" +
                                     order.reference.substr(order.reference.find('/') + 1) +
                                     R"(","status":"draft","intent":"order","priority":")" +
                                     order.priority + R"(","note":[{"text":"blijft staan"}]})"
                               : std::string(json);
  auto document = JsonDocument::Parse(text);
  if (!document.ok()) Give(document.error().ToString());
  documents_.push_back(std::make_shared<JsonDocument>(std::move(document).value()));
  order.resource = documents_.back()->root();
  order.is_dexamethasone = text.find("H02AB02") != std::string::npos;  // as the bindings tell
  return *this;
}

Patient& Patient::WithResource(std::string_view json) {
  auto document = JsonDocument::Parse(json);
  if (!document.ok()) Give(document.error().ToString());
  documents_.push_back(std::make_shared<JsonDocument>(std::move(document).value()));
  Issues issues;
  resources_.Add(documents_.back()->root(), fhir::ResourceOrigin::kPrefetch, "$", issues);
  return *this;
}

Patient& Patient::NotSupplied(std::vector<std::string> keys) {
  situation_.not_supplied = std::move(keys);
  return *this;
}

Patient& Patient::Hinted(std::string_view input, std::string_view what) {
  record_.hints.push_back({std::string(input), "DiagnosticReport/<b>1</b>", std::string(what)});
  return *this;
}

Patient& Patient::NotUnderstood() {
  record_.orders.back().is_unread = true;
  return *this;
}

Patient& Patient::Unread(std::vector<std::string> medicines) {
  record_.unread_medicines = std::move(medicines);
  return *this;
}

Patient& Patient::Resting(std::vector<std::string> names) {
  situation_.is_silenced = [names = std::move(names)](const CardIdentity& card) {
    return std::find(names.begin(), names.end(), card.name) != names.end();
  };
  return *this;
}

Patient& Patient::Service(cards::Service service) {
  situation_.service = service;
  return *this;
}

Patient& Patient::InOrderSelect() { return In(Hook::kOrderSelect); }

Patient& Patient::In(Hook hook) {
  situation_.hook = hook;
  return *this;
}

Patient& Patient::At(std::string_view now) {
  situation_.now = Moment(now);
  return *this;
}

Patient& Patient::In(fhir::Version version) {
  situation_.fhir_version = version;
  return *this;
}

Patient& Patient::Speaking(Language language) {
  situation_.language = language;
  return *this;
}

Patient& Patient::InRegion(const region::Region& region, std::string_view ura) {
  situation_.region = &region;
  situation_.hospital = region.FindOrganization({std::string(region::kUra), std::string(ura)});
  return *this;
}

Patient& Patient::Asking(const ClientAbilities& client) {
  situation_.client = client;
  return *this;
}

Patient& Patient::Taking(SuggestionForm form) {
  situation_.client.suggestion_form = form;
  return *this;
}

std::vector<Card> Patient::Cards() const { return CardsBy(ShippedComposer()); }

std::vector<Card> Patient::CardsBy(const Composer& composer) const {
  guideline::BoundRecord record = record_;
  const bool brain = situation_.service == cards::Service::kBrain;
  const guideline::Decisions decisions = ShippedGuideline()->Decide(
      record.inputs, brain ? guideline::Module::kBrain : guideline::Module::kSpinal);
  Situation situation = situation_;
  situation.record = &record;
  situation.decisions = &decisions;
  situation.resources = &resources_;
  int number = 0;
  return composer.Compose(situation, [&] { return NumberedUuid(++number); });
}

std::optional<Card> Patient::CardOf(std::string_view topic) const {
  for (Card& card : Cards()) {
    if (card.source.topic.code == topic) return std::move(card);
  }
  return std::nullopt;
}

std::string Patient::Topics() const {
  std::string topics;
  for (const Card& card : Cards()) {
    topics += (topics.empty() ? "" : " ") + card.source.topic.code;
  }
  return topics;
}

std::string Describe(const std::vector<Card>& cards) {
  std::string text = std::to_string(cards.size()) + " cards\n";
  for (const Card& card : cards) {
    text += std::string(IndicatorName(card.indicator)) + " " + card.source.topic.code + ": " +
            card.summary + "\n" + card.detail + "\n\n";
  }
  return text;
}

JsonValue ResourceOf(const Suggestion& suggestion, std::size_t action,
                     std::shared_ptr<JsonDocument>& storage) {
  if (action >= suggestion.actions.size()) return {};
  auto document = JsonDocument::Parse(suggestion.actions[action].resource_json);
  if (!document.ok()) {
    ADD_FAILURE() << document.error().ToString();
    return {};
  }
  storage = std::make_shared<JsonDocument>(std::move(document).value());
  return storage->root();
}

}  // namespace wervelwijzer::cards
