#include "guideline/bindings/modifiers.h"

#include <algorithm>
#include <utility>

#include "fhir/view.h"
#include "terminology/table_file.h"

namespace wervelwijzer::guideline {
namespace {

constexpr std::pair<std::string_view, ModifierEffect> kEffects[] = {
    {"none", ModifierEffect::kNone},       {"interrupts", ModifierEffect::kInterrupts},
    {"stops", ModifierEffect::kStops},     {"cancels", ModifierEffect::kCancels},
    {"negates", ModifierEffect::kNegates},
};

bool IsOneOf(const std::vector<std::string>& list, std::string_view text) {
  return list.empty() || std::ranges::find(list, text) != list.end();
}

bool HasUrl(const Modifier& modifier, std::string_view url) {
  if (!modifier.url_end) return url == modifier.url;
  return url.size() >= modifier.url.size() + modifier.url_end->size() &&
         url.starts_with(modifier.url) && url.ends_with(*modifier.url_end);
}

bool HasValue(const Modifier& modifier, JsonValue value) {
  if (modifier.values.empty()) return true;
  if (const auto flag = value.boolean()) {
    return IsOneOf(modifier.values, *flag ? "true" : "false");
  }
  if (const auto text = value.string()) return IsOneOf(modifier.values, *text);
  const std::vector<fhir::Coding> codings = fhir::Codings(value);
  return std::ranges::any_of(
      codings, [&](const fhir::Coding& coding) { return IsOneOf(modifier.values, coding.code); });
}

ModifierEffect EffectOf(JsonValue extension, std::string_view resource_type,
                        const std::vector<Modifier>& modifiers) {
  const std::string_view url = extension.Get("url").string_or({});
  const JsonValue value = fhir::Choice(extension, "value");
  for (const Modifier& modifier : modifiers) {
    if (HasUrl(modifier, url) && IsOneOf(modifier.types, resource_type) &&
        HasValue(modifier, value)) {
      return modifier.effect;
    }
  }
  return ModifierEffect::kUnknown;
}

constexpr std::string_view kModifiers = "modifierExtension", kRules = "implicitRules";
constexpr NameSketch::Bit kModifierBits = NameSketch::BitOf(kModifiers) | NameSketch::BitOf(kRules);

bool IsModified(JsonValue part, std::string_view resource_type,
                const std::vector<Modifier>& modifiers);

bool HasModifiedElement(JsonValue list, std::string_view resource_type,
                        const std::vector<Modifier>& modifiers) {
  for (const JsonValue element : list.elements()) {
    if (IsModified(element, resource_type, modifiers)) return true;
  }
  return false;
}

bool IsModified(JsonValue part, std::string_view resource_type,
                const std::vector<Modifier>& modifiers) {
  const JsonValue::Type type = part.type();
  if (type == JsonValue::Type::kObject) {
    return EffectOfModifiers(part, resource_type, modifiers) != ModifierEffect::kNone ||
           HasModifiedPart(part, resource_type, modifiers);
  }
  return type == JsonValue::Type::kArray && HasModifiedElement(part, resource_type, modifiers);
}

}  // namespace

Result<Modifier> ReadModifier(const std::vector<std::string>& cells) {
  Modifier modifier;
  const std::size_t star = cells[0].find('*');
  modifier.url = cells[0].substr(0, star);
  if (star != std::string::npos) modifier.url_end = cells[0].substr(star + 1);
  if (cells[1] != "*") modifier.types = terminology::SplitList(cells[1], '|');
  if (cells[2] != "*") modifier.values = terminology::SplitList(cells[2], '|');
  for (const auto& [name, effect] : kEffects) {
    if (name == cells[3]) modifier.effect = effect;
  }
  if (modifier.url.empty()) return InvalidInput("no url");
  if (modifier.effect == ModifierEffect::kUnknown) {
    return InvalidInput("effect `" + cells[3] + "` is not known");
  }
  return modifier;
}

ModifierEffect EffectOfModifiers(JsonValue element, std::string_view resource_type,
                                 const std::vector<Modifier>& modifiers) {
  if (!element.Names().MayHave(kModifierBits)) return ModifierEffect::kNone;
  if (element.Get(kRules).exists()) return ModifierEffect::kUnknown;
  const JsonValue extensions = element.Get(kModifiers);
  if (!extensions.exists() || extensions.is_null()) return ModifierEffect::kNone;
  if (!extensions.is_array()) return ModifierEffect::kUnknown;
  ModifierEffect strongest = ModifierEffect::kNone;
  for (const JsonValue extension : extensions.elements()) {
    strongest = std::max(strongest, EffectOf(extension, resource_type, modifiers));
  }
  return strongest;
}

ModifierEffect EffectOfModifiers(const fhir::Resource& resource,
                                 const std::vector<Modifier>& modifiers) {
  return EffectOfModifiers(resource.json, resource.type, modifiers);
}

bool HasModifiedPart(JsonValue resource, std::string_view resource_type,
                     const std::vector<Modifier>& modifiers) {
  for (const auto& [name, part] : resource.members()) {
    if (!part.is_object() && !part.is_array()) continue;
    if (name == "contained" || name == "component" || name == kModifiers) continue;
    if (IsModified(part, resource_type, modifiers)) return true;
  }
  return false;
}

bool EndsCourse(ModifierEffect effect) {
  return effect == ModifierEffect::kStops || effect == ModifierEffect::kInterrupts ||
         effect == ModifierEffect::kCancels;
}

}  // namespace wervelwijzer::guideline
