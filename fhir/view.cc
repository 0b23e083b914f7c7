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

bool HasUrl(JsonValue extension, Urls urls) {
  return std::ranges::find(urls, extension.Get("url").string_or({})) != urls.end();
}

// Who is shown the values at the end of a path. One type for all of them: the walk is there once.
struct Visitor {
  bool (*is_enough)(void* into, JsonValue value);
  void* into;
};

bool Walk(JsonValue value, const Steps& steps, std::size_t at, Visitor visitor);

bool WalkElements(JsonValue array, const Steps& steps, std::size_t at, Visitor visitor) {
  for (const JsonValue element : array.elements()) {
    if (Walk(element, steps, at, visitor)) return true;
  }
  return false;
}

// `at` is the step behind the extensions.
bool WalkExtensions(JsonValue extensions, const Steps& steps, std::size_t at, Visitor visitor) {
  for (const JsonValue extension : extensions.elements()) {
    if (HasUrl(extension, steps.urls) && Walk(extension, steps, at, visitor)) return true;
  }
  return false;
}

// Shows each value at the end of the steps from `at` on, arrays opened, until it is enough.
bool Walk(JsonValue value, const Steps& steps, std::size_t at, Visitor visitor) {
  for (;; ++at) {
    const JsonValue::Type type = value.type();
    if (type == JsonValue::Type::kArray) return WalkElements(value, steps, at, visitor);
    if (type == JsonValue::Type::kMissing || type == JsonValue::Type::kNull) return false;
    if (at == steps.names.size()) return visitor.is_enough(visitor.into, value);
    const std::string_view name = steps.names[at];
    value = value.Get(name);
    if (name == kExtension) return WalkExtensions(value, steps, at + 1, visitor);
  }
}

// The same from the resource on.
bool WalkFrom(const Resource& resource, const Steps& steps, Visitor visitor) {
  if (!resource.names.MayHave(steps.first)) return false;
  const JsonValue member = resource.json.Get(steps.names.front());
  if (!member.exists()) return false;
  return steps.begins_with_extension ? WalkExtensions(member, steps, 1, visitor)
                                     : Walk(member, steps, 1, visitor);
}

// The same for all paths of a field.
void WalkField(const Resource& resource, Field field, Visitor visitor) {
  const FieldShape& shape = KnownShape(resource).fields[static_cast<std::size_t>(field)];
  if (!resource.names.MayHave(shape.any_first)) return;
  for (const Steps& steps : shape.paths) {
    if (WalkFrom(resource, steps, visitor)) return;
  }
}

Visitor TakeFirst(JsonValue& found) {
  return {[](void* into, JsonValue value) {
            *static_cast<JsonValue*>(into) = value;
            return true;
          },
          &found};
}

Visitor TakeAll(std::vector<JsonValue>& values) {
  return {[](void* into, JsonValue value) {
            static_cast<std::vector<JsonValue>*>(into)->push_back(value);
            return false;
          },
          &values};
}

Visitor TakeCodings(std::vector<Coding>& codings) {
  return {[](void* into, JsonValue value) {
            CollectCodings(value, *static_cast<std::vector<Coding>*>(into));
            return false;
          },
          &codings};
}

Visitor TakeReference(std::string_view& reference) {
  return {[](void* into, JsonValue value) {
            auto& text = *static_cast<std::string_view*>(into);
            text = value.Get("reference").string_or({});
            return !text.empty();
          },
          &reference};
}

// Without a look at the members.
bool MayHaveMark(const Resource& resource, const SplitMark& split) {
  return split.steps.names.empty() || resource.names.MayHave(split.steps.first);
}

// `split` is a mark of the resource's type.
bool HasMark(const Resource& resource, const SplitMark& split) {
  if (split.steps.names.empty()) return true;
  JsonValue first;
  if (!WalkFrom(resource, split.steps, TakeFirst(first))) return false;
  return split.mark->kind == JsonValue::Type::kMissing || first.type() == split.mark->kind;
}

using Contradictions = std::array<int, 4>;  // by version

void CountContradictions(const Resource& resource, std::span<const SplitMark> marks,
                         Contradictions& contradictions) {
  for (const SplitMark& split : marks) {
    if (!MayHaveMark(resource, split) || !HasMark(resource, split)) continue;
    for (Version version : {Version::kDstu2, Version::kStu3, Version::kR4, Version::kR5}) {
      const bool fits = (split.mark->versions & SetOf(version)) != 0;
      if (!fits) ++contradictions[static_cast<std::size_t>(version)];
    }
  }
}

bool SpeaksAgainstR4(const Resource& resource) {
  const std::vector<SplitMark>& marks = KnownShape(resource).marks_against_r4;
  return std::ranges::any_of(marks, [&](const SplitMark& split) {
    return MayHaveMark(resource, split) && HasMark(resource, split);
  });
}

}  // namespace

std::vector<JsonValue> Values(const Resource& resource, Field field) {
  std::vector<JsonValue> values;
  WalkField(resource, field, TakeAll(values));
  return values;
}

JsonValue First(const Resource& resource, Field field) {
  JsonValue found;
  WalkField(resource, field, TakeFirst(found));
  return found;
}

void CollectCodings(const Resource& resource, Field field, std::vector<Coding>& out) {
  WalkField(resource, field, TakeCodings(out));
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
  WalkField(resource, field, TakeReference(reference));
  return reference;
}

std::vector<Coding> SubjectMatter(const Resource& resource, const Record& record) {
  constexpr std::size_t kUsual = 3;
  std::vector<Coding> codings;
  codings.reserve(kUsual);
  CollectCodings(resource, Field::kCode, codings);
  for (JsonValue value : Values(resource, Field::kItem)) {
    const JsonValue item = record.Resolve(value.Get("reference").string_or({}), resource);
    CollectCodings(item.Get("code"), codings);  // Medication
    CollectCodings(item.Get("type"), codings);  // Device
  }
  return codings;
}

std::vector<Coding> Sites(const Resource& resource, const Record& record) {
  std::vector<Coding> codings;
  CollectCodings(resource, Field::kBodySite, codings);
  for (const JsonValue link : Values(resource, Field::kSiteLink)) {
    const JsonValue site = record.Resolve(link.Get("reference").string_or({}), resource);
    const std::string_view type = site.Get("resourceType").string_or({});
    if (type != "BodyStructure" && type != "BodySite") continue;
    if (!site.Get("active").boolean().value_or(true)) continue;
    if (site.Get("modifierExtension").size() > 0) continue;  // none is known for a place
    CollectCodings(Resource{type, {}, {}, site}, Field::kBodySite, codings);
  }
  return codings;
}

JsonValue Choice(JsonValue object, std::string_view stem, std::string_view* name) {
  for (const auto& [member, value] : object.members()) {
    if (member.size() <= stem.size() || member.front() != stem.front()) continue;
    if (!member.starts_with(stem)) continue;
    const char next = member[stem.size()];
    if (next < 'A' || next > 'Z') continue;
    if (name != nullptr) *name = member;
    return value;
  }
  return {};
}

Version DetectVersion(const Record& record) {
  const std::span<const Resource> resources = record.resources();
  if (std::ranges::none_of(resources, SpeaksAgainstR4)) return Version::kR4;
  Contradictions contradictions{};
  for (const Resource& resource : resources) {
    CountContradictions(resource, KnownShape(resource).marks_against_r4, contradictions);
    CountContradictions(resource, KnownShape(resource).other_marks, contradictions);
  }
  Version best = Version::kR4;
  for (Version version : {Version::kR5, Version::kStu3, Version::kDstu2}) {
    const auto count = [&](Version of) { return contradictions[static_cast<std::size_t>(of)]; };
    if (count(version) < count(best)) best = version;
  }
  return best;
}

}  // namespace wervelwijzer::fhir
