#include "cards/card.h"

#include "base/json.h"
#include "cards/compose.h"

namespace wervelwijzer::cards {

const char* IndicatorName(Indicator indicator) {
  switch (indicator) {
    case Indicator::kInfo:
      return "info";
    case Indicator::kWarning:
      return "warning";
    case Indicator::kCritical:
      return "critical";
  }
  return "info";
}

void WriteCoding(JsonWriter& writer, const Coding& coding) {
  writer.BeginObject();
  writer.MemberIfAny("system", coding.system);
  writer.MemberIfAny("code", coding.code);
  writer.MemberIfAny("display", coding.display);
  writer.EndObject();
}

namespace {

const char* ActionTypeName(Action::Type type) {
  switch (type) {
    case Action::Type::kCreate:
      return "create";
    case Action::Type::kUpdate:
      return "update";
    case Action::Type::kDelete:
      return "delete";
  }
  return "create";
}

void WriteSource(JsonWriter& writer, const Source& source) {
  writer.Key("source").BeginObject();
  writer.Member("label", source.label);
  writer.MemberIfAny("url", source.url);
  writer.MemberIfAny("icon", source.icon);
  if (!source.topic.code.empty()) {
    writer.Key("topic");
    WriteCoding(writer, source.topic);
  }
  writer.EndObject();
}

void WriteAction(JsonWriter& writer, const Action& action) {
  writer.BeginObject();
  writer.Member("type", ActionTypeName(action.type));
  writer.Member("description", action.description);
  if (action.type == Action::Type::kDelete) {
    writer.Member("resourceId", action.resource_id);
  } else {
    writer.Key("resource").Raw(action.resource_json);
  }
  writer.EndObject();
}

void WriteSuggestion(JsonWriter& writer, const Suggestion& suggestion) {
  writer.BeginObject();
  writer.Member("label", suggestion.label);
  writer.MemberIfAny("uuid", suggestion.uuid);
  if (suggestion.is_recommended) writer.Key("isRecommended").Boolean(true);
  if (!suggestion.actions.empty()) {
    writer.Key("actions").BeginArray();
    for (const Action& action : suggestion.actions) WriteAction(writer, action);
    writer.EndArray();
  }
  writer.EndObject();
}

void WriteLink(JsonWriter& writer, const Link& link) {
  const bool smart = link.type == Link::Type::kSmart;
  writer.BeginObject();
  writer.Member("label", link.label);
  writer.Member("url", link.url);
  writer.Member("type", smart ? "smart" : "absolute");
  // An absolute link opens an ordinary browser tab, which cannot receive a context.
  if (smart) writer.MemberIfAny("appContext", link.app_context);
  writer.EndObject();
}

template <typename Items, typename WriteItem>
void WriteList(JsonWriter& writer, const JsonName& name, const Items& items, WriteItem write) {
  if (items.empty()) return;
  writer.Key(name).BeginArray();
  for (const auto& item : items) write(writer, item);
  writer.EndArray();
}

}  // namespace

void WriteCard(JsonWriter& writer, const Card& card) {
  writer.BeginObject();
  writer.MemberIfAny("uuid", card.uuid);
  writer.Member("summary", card.summary);
  writer.MemberIfAny("detail", card.detail);
  writer.Member("indicator", IndicatorName(card.indicator));
  WriteSource(writer, card.source);
  WriteList(writer, "suggestions", card.suggestions, WriteSuggestion);
  if (!card.suggestions.empty()) writer.Member("selectionBehavior", card.selection_behavior);
  if (card.override_reasons != nullptr) {
    writer.Key("overrideReasons").Raw(card.override_reasons->json);
  }
  WriteList(writer, "links", card.links, WriteLink);
  if (!card.decision_extension_json.empty() && card.decision_extension_json != "[]") {
    writer.Key("extension").BeginObject();
    writer.Key("nl.wervelwijzer.decision").Raw(card.decision_extension_json);
    if (!card.route_extension_json.empty()) {
      writer.Key("nl.wervelwijzer.route").Raw(card.route_extension_json);
    }
    writer.EndObject();
  }
  writer.EndObject();
}

}  // namespace wervelwijzer::cards
