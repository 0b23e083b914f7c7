#include "tests/cards/chart.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <memory>

#include "guideline/bindings/bind.h"
#include "terminology/terminology.h"
#include "tests/cards/patient.h"
#include "tests/cards/region/small_region.h"

namespace wervelwijzer::cards {

using fhir::ResourceOrigin;

namespace {

const guideline::Bindings& ShippedBindings() {
  static const terminology::Terminology kTerminology = [] {
    auto loaded = terminology::Terminology::Load(WERVELWIJZER_SOURCE_DIR "/terminology/data");
    EXPECT_TRUE(loaded.ok());
    return std::move(loaded).value();
  }();
  static const guideline::Bindings kBindings = [] {
    auto loaded = guideline::Bindings::Load(WERVELWIJZER_SOURCE_DIR "/guideline/bindings",
                                            ShippedGuideline()->catalogue(), kTerminology,
                                            ShippedGuideline()->parameters());
    EXPECT_TRUE(loaded.ok());
    return std::move(loaded).value();
  }();
  return kBindings;
}

bool IsNumber(std::string_view text) {
  return !text.empty() && text.find_first_not_of("0123456789.") == text.npos;
}

// The `value[x]` of a statement.
std::string ValueOf(const std::string& id, const std::string& code) {
  if (code == "true" || code == "false") return R"("valueBoolean":)" + code;
  if (IsNumber(code)) return R"("valueInteger":)" + code;
  if (code.size() == 10 && code[4] == '-') return R"("valueDateTime":")" + code + R"(")";
  return R"("valueCodeableConcept":{"coding":[{"system":)"
         R"("https://wervelwijzer.nl/fhir/CodeSystem/)" +
         id + R"(","code":")" + code + R"("}]})";
}

// The object with some top-level members set anew.
std::string With(const std::string& json,
                 std::initializer_list<std::pair<std::string_view, std::string_view>> members) {
  const auto document = JsonDocument::Parse(json);
  EXPECT_TRUE(document.ok()) << json;
  JsonWriter writer;
  writer.BeginObject();
  for (const auto [name, value] : document->root().members()) {
    const bool anew = std::any_of(members.begin(), members.end(),
                                  [&](const auto& member) { return member.first == name; });
    if (!anew) writer.Key(name).Value(value);
  }
  for (const auto& [name, text] : members) writer.Member(name, text);
  writer.EndObject();
  return std::move(writer).Take();
}

std::string MemberOf(const std::string& json, std::string_view name) {
  const auto document = JsonDocument::Parse(json);
  EXPECT_TRUE(document.ok()) << json;
  return std::string(document->root().Get(name).string_or(""));
}

std::string Signed(const std::string& json) {
  const std::string type = MemberOf(json, "resourceType");
  if (type == "Task") return With(json, {{"status", "requested"}, {"intent", "order"}});
  if (type == "Appointment") return With(json, {{"status", "pending"}});
  const bool has_intent = !MemberOf(json, "intent").empty();
  return has_intent ? With(json, {{"status", "active"}, {"intent", "order"}})
                    : With(json, {{"status", "active"}});
}

void Replace(std::string& text, const std::string& old, const std::string& by) {
  for (std::size_t at = text.find(old); at != text.npos; at = text.find(old, at + by.size())) {
    text.replace(at, old.size(), by);
  }
}

void CollectReferences(JsonValue value, std::vector<std::string>& references) {
  for (const auto [name, member] : value.members()) {
    if (name == "reference" && member.is_string()) references.emplace_back(*member.string());
    CollectReferences(member, references);
  }
  for (const JsonValue element : value.elements()) CollectReferences(element, references);
}

}  // namespace

Chart::Chart(std::string_view statements, fhir::Version version) : version_(version) {
  Add(R"({"resourceType":"Patient","id":"p","birthDate":"1960-05-17"})");
  while (!statements.empty()) {
    const std::size_t end = statements.find(' ');
    const std::string_view statement = statements.substr(0, end);
    const std::size_t equals = statement.find('=');
    const std::string id(statement.substr(0, equals));
    if (!statement.empty()) {
      Add(R"({"resourceType":"Observation","status":"final","id":"o)" + std::to_string(++next_) +
          R"(","subject":{"reference":"Patient/p"},"code":{"coding":[{"system":)"
          R"("https://wervelwijzer.nl/fhir/CodeSystem/guideline-input","code":")" +
          id + R"("}]},"effectiveDateTime":"2026-11-20T13:30:00+01:00",)" +
          ValueOf(id, std::string(statement.substr(equals + 1))) + "}");
    }
    if (end == std::string_view::npos) break;
    statements.remove_prefix(end + 1);
  }
}

void Chart::Add(const std::string& json, ResourceOrigin origin) {
  entries_.push_back({MemberOf(json, "resourceType") + "/" + MemberOf(json, "id"), json, origin});
}

void Chart::InRegion(std::string_view ura) {
  hospital_ = region::Demonstration().FindOrganization({"", std::string(ura)});
  ASSERT_NE(hospital_, region::kNone);
}

void Chart::Order(const std::string& json) { Add(json, ResourceOrigin::kSelectedOrder); }

void Chart::Accept(const Suggestion& suggestion, Taken taken) {
  const bool is_signed = taken == Taken::kSigned;
  const ResourceOrigin origin =
      is_signed ? ResourceOrigin::kPrefetch : ResourceOrigin::kSelectedOrder;
  std::vector<std::pair<std::string, std::string>> ids;  // of the suggestion, of the client
  for (const Action& action : suggestion.actions) {
    std::string json = action.resource_json;
    for (const auto& [temporary, given] : ids) Replace(json, temporary, given);
    std::string gone = action.resource_id;
    if (action.type == Action::Type::kCreate) {
      const std::string given = "new" + std::to_string(++next_);
      const std::string temporary = MemberOf(json, "id");
      if (!temporary.empty()) ids.emplace_back("/" + temporary + "\"", "/" + given + "\"");
      json = With(json, {{"id", given}});
    } else if (action.type == Action::Type::kUpdate) {
      gone = MemberOf(json, "resourceType") + "/" + MemberOf(json, "id");
    }
    if (!gone.empty()) {
      EXPECT_EQ(std::erase_if(entries_, [&](const Entry& one) { return one.reference == gone; }),
                1u)
          << gone << " is not in the record";
    }
    if (action.type != Action::Type::kDelete) Add(is_signed ? Signed(json) : json, origin);
  }
}

void Chart::KeepOnly(std::string_view type) {
  std::erase_if(entries_, [&](const Entry& one) {
    return one.reference.find("/new") != std::string::npos &&
           !one.reference.starts_with(std::string(type) + "/");
  });
}

void Chart::SignAll() {
  for (Entry& entry : entries_) {
    if (entry.origin == ResourceOrigin::kPrefetch) continue;
    entry.json = Signed(entry.json);
    entry.origin = ResourceOrigin::kPrefetch;
  }
}

void Chart::SetStatus(std::string_view type, std::string_view status) {
  for (Entry& entry : entries_) {
    if (entry.reference.starts_with(std::string(type) + "/")) {
      entry.json = With(entry.json, {{"status", status}});
    }
  }
}

std::vector<Card> Chart::Cards(Service service, Hook hook, const Composer* composer) const {
  std::vector<JsonDocument> documents;
  documents.reserve(entries_.size());
  fhir::Record record(version_);
  Issues issues;
  for (const Entry& entry : entries_) {
    auto document = JsonDocument::Parse(entry.json);
    EXPECT_TRUE(document.ok()) << entry.json;
    documents.push_back(std::move(document).value());
    record.Add(documents.back().root(), entry.origin, "$", issues);
  }
  guideline::BindOptions options;
  options.now = Moment(kNow);
  guideline::BoundRecord bound = ShippedBindings().Bind(record, options);
  const guideline::Decisions decisions = ShippedGuideline()->Decide(
      bound.inputs,
      service == Service::kBrain ? guideline::Module::kBrain : guideline::Module::kSpinal);
  Situation situation;
  situation.service = service;
  situation.hook = hook;
  situation.fhir_version = version_;
  situation.now = options.now;
  situation.record = &bound;
  situation.decisions = &decisions;
  situation.resources = &record;
  if (hospital_ != region::kNone) situation.region = &region::Demonstration();
  situation.hospital = hospital_;
  situation.client = client_;
  return (composer == nullptr ? ShippedComposer() : *composer).Compose(situation, RandomUuid);
}

std::optional<Card> Chart::CardOf(std::string_view topic, Service service, Hook hook) const {
  for (Card& card : Cards(service, hook)) {
    if (card.source.topic.code == topic) return std::move(card);
  }
  return std::nullopt;
}

std::vector<std::string> Chart::References() const {
  std::vector<std::string> references;
  for (const Entry& entry : entries_) {
    const auto document = JsonDocument::Parse(entry.json);
    CollectReferences(document->root(), references);
  }
  return references;
}

}  // namespace wervelwijzer::cards
