// What can be asked of decisions, and how they are written.

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <utility>

#include "guideline/evaluate.h"

namespace wervelwijzer::guideline {
namespace {

bool Holds(const std::vector<std::string>& codes, std::string_view code) {
  return std::ranges::find(codes, code) != codes.end();
}

void WriteValue(JsonWriter& writer, const OutputValue& value) {
  switch (value.kind) {
    case OutputValue::Kind::kNone:
      writer.Raw("null");
      return;
    case OutputValue::Kind::kBoolean:
      writer.Boolean(value.boolean);
      return;
    case OutputValue::Kind::kNumber:
      writer.Number(value.number);
      return;
    case OutputValue::Kind::kString:
      writer.String(value.text);
      return;
  }
}

void WriteMembers(JsonWriter& writer, const DecisionResult& result) {
  for (const auto& [name, value] : result.members()) {
    writer.Key(name);
    WriteValue(writer, value);
  }
}

void WriteResult(JsonWriter& writer, const DecisionResult& result) {
  writer.BeginObject();
  WriteMembers(writer, result);
  writer.EndObject();
}

template <typename Texts>
void WriteTexts(JsonWriter& writer, const JsonName& name, const Texts& texts) {
  if (texts.empty()) return;
  writer.Key(name).BeginArray();
  for (const std::string_view text : texts) writer.String(text);
  writer.EndArray();
}

void WriteOpenDetails(JsonWriter& writer, const Decision& decision) {
  if (decision.open_details.empty()) return;
  writer.Key("open-details").BeginObject();
  for (const auto& [name, values] : decision.open_details) {
    writer.Key(name).BeginArray();
    for (const OutputValue& value : values) WriteValue(writer, value);
    writer.EndArray();
  }
  writer.EndObject();
}

void WriteParameters(JsonWriter& writer, const Decision& decision) {
  if (decision.parameters.empty()) return;
  writer.Key("parameters").BeginObject();
  for (const auto& [name, value] : decision.parameters) writer.Key(name).Number(value);
  writer.EndObject();
}

}  // namespace

const char* StatusName(DecisionStatus status) {
  switch (status) {
    case DecisionStatus::kDetermined:
      return "determined";
    case DecisionStatus::kUndetermined:
      return "undetermined";
    case DecisionStatus::kInconsistent:
      return "inconsistent";
    case DecisionStatus::kNotApplicable:
      return "not-applicable";
  }
  return "";
}

DecisionResult DecisionResult::PointTo(const Members& members) {
  DecisionResult result;
  // Shares no ownership, so copies count no references.
  result.members_ = std::shared_ptr<const Members>(std::shared_ptr<const Members>(), &members);
  return result;
}

const Members& DecisionResult::members() const {
  static const Members kNone;
  return members_ ? *members_ : kNone;
}

const OutputValue* DecisionResult::Find(std::string_view member) const {
  for (const auto& [name, value] : members())
    if (name == member) return &value;
  return nullptr;
}

std::string_view DecisionResult::Text(std::string_view member) const {
  const OutputValue* value = Find(member);
  if (value == nullptr || value->kind != OutputValue::Kind::kString) return {};
  return value->text;
}

std::string_view Decision::outcome() const {
  return status == DecisionStatus::kDetermined ? result.Text("outcome") : std::string_view{};
}

bool Decision::IsCertainly(std::string_view code) const {
  if (status == DecisionStatus::kDetermined && result.Text("outcome") == code) return true;
  const CodeList* list = List("outcome");
  return list != nullptr && Holds(list->certain, code);
}

bool Decision::MayBe(std::string_view code) const {
  if (IsCertainly(code)) return true;
  const CodeList* list = List("outcome");
  if (list != nullptr && Holds(list->undetermined, code)) return true;
  return std::ranges::any_of(possible,
                             [code](const DecisionResult& r) { return r.Text("outcome") == code; });
}

const CodeList* Decision::List(std::string_view name) const {
  for (const CodeList& list : lists)
    if (list.name == name) return &list;
  return nullptr;
}

Decisions::Decisions(std::shared_ptr<const DecisionSource> source)
    : source_(std::move(source)), made_(source_->ids().size()) {}

const Decision& Decisions::At(std::size_t index) const {
  std::unique_ptr<const Decision>& made = made_[index];
  if (made == nullptr) made = std::make_unique<const Decision>(source_->Decide(index));
  return *made;
}

std::span<const Decision> Decisions::all() const& {
  if (decisions_.empty()) {
    for (std::size_t i = 0; i < made_.size(); ++i) decisions_.push_back(At(i));
  }
  return decisions_;
}

const Decision* Decisions::Find(std::string_view id) const {
  if (source_ == nullptr) {
    const auto found = std::ranges::find(decisions_, id, &Decision::id);
    return found == decisions_.end() ? nullptr : &*found;
  }
  const std::span<const std::string_view> ids = source_->ids();
  const auto found = std::ranges::find(ids, id);
  return found == ids.end() ? nullptr : &At(static_cast<std::size_t>(found - ids.begin()));
}

const Decision& Decisions::Get(std::string_view id) const {
  if (const Decision* decision = Find(id)) return *decision;
  std::fprintf(stderr, "no decision %.*s\n", static_cast<int>(id.size()), id.data());
  std::abort();
}

void WriteDecisionMembers(JsonWriter& writer, const Decision& decision) {
  writer.Member("status", StatusName(decision.status));
  WriteMembers(writer, decision.result);
  for (const CodeList& list : decision.lists) {
    WriteTexts(writer, list.name, list.certain);
    WriteTexts(writer, list.name + "-undetermined", list.undetermined);
  }
  if (!decision.possible.empty()) {
    writer.Key("possible").BeginArray();
    for (const DecisionResult& result : decision.possible) WriteResult(writer, result);
    writer.EndArray();
  }
  WriteTexts(writer, "needed", decision.needed);
  WriteOpenDetails(writer, decision);
  WriteTexts(writer, "needed-for-details", decision.needed_for_details);
  if (decision.safest) {
    writer.Key("safest");
    WriteResult(writer, *decision.safest);
  }
  WriteTexts(writer, "rules", decision.rules);
  WriteParameters(writer, decision);
}

void WriteDecision(JsonWriter& writer, const Decision& decision) {
  writer.BeginObject();
  WriteDecisionMembers(writer, decision);
  writer.EndObject();
}

void WriteDecisions(JsonWriter& writer, const Decisions& decisions) {
  writer.BeginObject();
  for (const Decision& decision : decisions.all()) {
    writer.Key(decision.id);
    WriteDecision(writer, decision);
  }
  writer.EndObject();
}

}  // namespace wervelwijzer::guideline
