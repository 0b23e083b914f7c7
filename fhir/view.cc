#include "fhir/view.h"

#include <algorithm>
#include <array>
#include <span>

#include "fhir/type_shape.h"

namespace wervelwijzer::fhir {
namespace {

using Urls = std::span<const std::string_view>;

const TypeShape& KnownShape(const Resource& resource) {
  return resource.shape != nullptr ? *resource.shape : ShapeOf(resource.type);
}

constexpr std::string_view kExtension = "extension";

bool HasUrl(JsonValue extension, Urls urls) {
  return std::find(urls.begin(), urls.end(), extension.Get("url").string_or({})) != urls.end();
}

// Shows `is_it` each value at the end of the steps, arrays opened, until it says yes.
template <typename IsIt>
bool Walk(JsonValue value, std::span<const std::string_view> steps, Urls urls, IsIt& is_it) {
  if (!value.exists() || value.is_null()) return false;
  if (value.is_array()) {
    for (const JsonValue element : value.elements()) {
      if (Walk(element, steps, urls, is_it)) return true;
    }
    return false;
  }
  if (steps.empty()) return is_it(value);
  const JsonValue next = value.Get(steps.front());
  if (steps.front() != kExtension) return Walk(next, steps.subspan(1), urls, is_it);
  for (const JsonValue extension : next.elements()) {
    if (HasUrl(extension, urls) && Walk(extension, steps.subspan(1), urls, is_it)) return true;
  }
  return false;
}

// The same for all paths of a field.
template <typename IsIt>
void WalkField(const Resource& resource, Field field, IsIt is_it) {
  for (const Steps& steps : KnownShape(resource).paths[static_cast<std::size_t>(field)]) {
    if (!resource.names.MayHave(steps.first)) continue;
    if (Walk(resource.json, steps.names, steps.urls, is_it)) return;
  }
}

// What Walk would show first; missing when it would show nothing.
JsonValue WalkToFirst(JsonValue value, const Steps& steps) {
  JsonValue found;
  auto take = [&found](JsonValue first) {
    found = first;
    return true;
  };
  Walk(value, steps.names, steps.urls, take);
  return found;
}

// `split` is a mark of the resource's type.
bool HasMark(const Resource& resource, const SplitMark& split) {
  if (split.mark->member.empty()) return true;
  if (!resource.names.MayHave(split.steps.first)) return false;
  const JsonValue first = WalkToFirst(resource.json, split.steps);
  if (!first.exists()) return false;
  return split.mark->kind == JsonValue::Type::kMissing || first.type() == split.mark->kind;
}

}  // namespace

std::vector<JsonValue> Values(const Resource& resource, Field field) {
  std::vector<JsonValue> values;
  WalkField(resource, field, [&values](JsonValue value) {
    values.push_back(value);
    return false;
  });
  return values;
}

JsonValue First(const Resource& resource, Field field) {
  JsonValue found;
  WalkField(resource, field, [&found](JsonValue value) {
    found = value;
    return true;
  });
  return found;
}

std::string_view Code(const Resource& resource, Field field) {
  const JsonValue value = First(resource, field);
  if (const auto text = value.string()) return *text;
  const std::vector<Coding> codings = Codings(value);
  return codings.empty() ? std::string_view() : codings.front().code;
}

std::vector<std::string_view> Codes(const Resource& resource, Field field) {
  std::vector<std::string_view> codes;
  for (const JsonValue value : Values(resource, field)) {
    if (const auto text = value.string()) codes.push_back(*text);
    for (const Coding& coding : Codings(value)) codes.push_back(coding.code);
  }
  return codes;
}

std::string_view ReferenceText(const Resource& resource, Field field) {
  std::string_view reference;
  WalkField(resource, field, [&reference](JsonValue value) {
    reference = value.Get("reference").string_or({});
    return !reference.empty();
  });
  return reference;
}

std::vector<Coding> SubjectMatter(const Resource& resource, const Record& record) {
  std::vector<Coding> codings;
  for (JsonValue value : Values(resource, Field::kCode)) CollectCodings(value, codings);
  for (JsonValue value : Values(resource, Field::kItem)) {
    const JsonValue item = record.Resolve(value.Get("reference").string_or({}), resource);
    CollectCodings(item.Get("code"), codings);  // Medication
    CollectCodings(item.Get("type"), codings);  // Device
  }
  return codings;
}

std::vector<Coding> Sites(const Resource& resource, const Record& record) {
  std::vector<Coding> codings;
  for (const JsonValue value : Values(resource, Field::kBodySite)) CollectCodings(value, codings);
  for (const JsonValue link : Values(resource, Field::kSiteLink)) {
    const JsonValue site = record.Resolve(link.Get("reference").string_or({}), resource);
    const std::string_view type = site.Get("resourceType").string_or({});
    if (type != "BodyStructure" && type != "BodySite") continue;
    if (!site.Get("active").boolean().value_or(true)) continue;
    if (site.Get("modifierExtension").size() > 0) continue;  // none is known for a place
    const Resource place{type, {}, {}, site};
    for (const JsonValue value : Values(place, Field::kBodySite)) CollectCodings(value, codings);
  }
  return codings;
}

JsonValue Choice(JsonValue object, std::string_view stem, std::string_view* name) {
  for (const auto& [member, value] : object.members()) {
    if (member.size() <= stem.size() || !member.starts_with(stem)) continue;
    const char next = member[stem.size()];
    if (next < 'A' || next > 'Z') continue;
    if (name != nullptr) *name = member;
    return value;
  }
  return {};
}

Version DetectVersion(const Record& record) {
  std::array<int, 4> contradictions{};
  for (const Resource& resource : record.resources()) {
    for (const SplitMark& split : KnownShape(resource).marks) {
      if (!HasMark(resource, split)) continue;
      for (Version version : {Version::kDstu2, Version::kStu3, Version::kR4, Version::kR5}) {
        const bool fits = (split.mark->versions & SetOf(version)) != 0;
        if (!fits) ++contradictions[static_cast<std::size_t>(version)];
      }
    }
  }
  Version best = Version::kR4;
  for (Version version : {Version::kR5, Version::kStu3, Version::kDstu2}) {
    const auto count = [&](Version of) { return contradictions[static_cast<std::size_t>(of)]; };
    if (count(version) < count(best)) best = version;
  }
  return best;
}

}  // namespace wervelwijzer::fhir
