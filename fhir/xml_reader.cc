#include "fhir/xml_reader.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <map>
#include <memory>
#include <optional>
#include <utility>
#include <vector>

#include "base/json.h"

namespace wervelwijzer::fhir {
namespace {

constexpr std::string_view kXhtml = "http://www.w3.org/1999/xhtml";

struct Element {
  std::string name;
  std::string id, url;  // attributes
  std::optional<std::string> value;
  std::vector<std::unique_ptr<Element>> children;
};

class TreeBuilder final : public XmlHandler {
 public:
  Status OnStart(std::string_view local_name, std::string_view namespace_uri,
                 std::span<const XmlAttribute> attributes, int /*line*/) override {
    if (narrative_depth_ > 0 || namespace_uri == kXhtml) {
      ++narrative_depth_;
      return {};
    }
    auto element = std::make_unique<Element>();
    element->name = local_name;
    for (const XmlAttribute& attribute : attributes) {
      if (attribute.local_name == "value") element->value = attribute.value;
      if (attribute.local_name == "id") element->id = attribute.value;
      if (attribute.local_name == "url") element->url = attribute.value;
    }
    Element* added = element.get();
    if (open_.empty()) {
      root = std::move(element);
    } else {
      open_.back()->children.push_back(std::move(element));
    }
    open_.push_back(added);
    return {};
  }

  Status OnEnd(std::string_view /*local_name*/, std::string_view /*namespace_uri*/) override {
    if (narrative_depth_ > 0) {
      --narrative_depth_;
    } else {
      open_.pop_back();
    }
    return {};
  }

  Status OnText(std::string_view /*text*/) override { return {}; }

  std::unique_ptr<Element> root;

 private:
  std::vector<Element*> open_;
  int narrative_depth_ = 0;
};

// Lists that the readers walk: arrays even with one element.
constexpr std::string_view kLists[] = {"answer",
                                       "coding",
                                       "component",
                                       "contained",
                                       "doseAndRate",
                                       "dosageInstruction",
                                       "entry",
                                       "extension",
                                       "item",
                                       "modifierExtension",
                                       "note",
                                       "orderDetail",
                                       "question",
                                       "reaction",
                                       "series",
                                       "reasonCode",
                                       "serviceRequested"};

// Booleans whose name does not end in `Boolean`.
constexpr std::string_view kBooleans[] = {"active",       "doNotPerform", "notDone",    "notGiven",
                                          "notPerformed", "wasNotGiven",  "wasNotTaken"};

template <std::size_t kSize>
bool IsOneOf(std::string_view name, const std::string_view (&names)[kSize]) {
  return std::ranges::find(names, name) != std::end(names);
}

// A Task has one focus, an Observation any number; an administration has one dosage, a statement
// any.
bool IsListIn(std::string_view name, std::string_view parent) {
  return IsOneOf(name, kLists) || (name == "focus" && parent == "Observation") ||
         (name == "dosage" && parent == "MedicationStatement");
}

bool IsResourceName(std::string_view name) {
  return !name.empty() && name.front() >= 'A' && name.front() <= 'Z';
}

// How often, in Timing.repeat.
constexpr std::string_view kRepeatNumbers[] = {"count",       "countMax",  "duration",
                                               "durationMax", "frequency", "frequencyMax",
                                               "period",      "periodMax"};

bool IsNumberName(std::string_view name, std::string_view parent) {
  if (parent == "repeat") return IsOneOf(name, kRepeatNumbers);
  if (name == "value") return parent != "identifier" && parent != "telecom";
  return name.ends_with("Integer") || name.ends_with("Decimal") || name.ends_with("Int");
}

void WriteValue(JsonWriter& writer, const Element& element, std::string_view parent) {
  const std::string& text = *element.value;
  const bool boolean_name = element.name.ends_with("Boolean") || IsOneOf(element.name, kBooleans);
  if (boolean_name && (text == "true" || text == "false")) {
    writer.Boolean(text == "true");
    return;
  }
  double number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (IsNumberName(element.name, parent) && error == std::errc{} && !text.empty() &&
      std::isfinite(number) && end == text.data() + text.size()) {
    writer.Number(number);
    return;
  }
  writer.String(text);
}

void WriteObject(JsonWriter& writer, const Element& element);

void WriteElement(JsonWriter& writer, const Element& element, std::string_view parent) {
  if (element.value) {
    WriteValue(writer, element, parent);
  } else if (element.children.size() == 1 && IsResourceName(element.children[0]->name)) {
    WriteObject(writer, *element.children[0]);  // `resource`, `contained`
  } else {
    WriteObject(writer, element);
  }
}

// Children of one name together, in the order of their first.
void WriteChildren(JsonWriter& writer, const Element& element) {
  std::vector<std::vector<const Element*>> groups;
  std::map<std::string_view, std::size_t> places;  // of the groups, by name
  for (const auto& child : element.children) {
    const auto [place, is_new] = places.emplace(child->name, groups.size());
    if (is_new) groups.emplace_back();
    groups[place->second].push_back(child.get());
  }
  for (const std::vector<const Element*>& same : groups) {
    const std::string& name = same.front()->name;
    writer.Key(name);
    const bool list = same.size() > 1 || IsListIn(name, element.name);
    if (list) writer.BeginArray();
    for (const Element* child : same) WriteElement(writer, *child, element.name);
    if (list) writer.EndArray();
  }
}

void WriteObject(JsonWriter& writer, const Element& element) {
  writer.BeginObject();
  if (IsResourceName(element.name)) writer.Member("resourceType", element.name);
  const auto has_child = [&element](std::string_view name) {
    return std::ranges::any_of(element.children,
                               [name](const auto& child) { return child->name == name; });
  };
  if (!has_child("id")) writer.MemberIfAny("id", element.id);
  if (!has_child("url")) writer.MemberIfAny("url", element.url);
  WriteChildren(writer, element);
  writer.EndObject();
}

}  // namespace

Result<std::string> XmlToJson(std::string_view xml, const XmlLimits& limits) {
  TreeBuilder builder;
  if (Status status = ReadXml(xml, builder, limits); !status.ok()) return status.error();
  if (builder.root == nullptr || !IsResourceName(builder.root->name)) {
    return InvalidInput("root element is no resource");
  }
  JsonWriter writer;
  WriteObject(writer, *builder.root);
  return std::move(writer).Take();
}

}  // namespace wervelwijzer::fhir
