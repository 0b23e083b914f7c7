#include "fhir/identity.h"

namespace wervelwijzer::fhir {
namespace {

bool IsAbsolute(std::string_view reference) {
  return reference.starts_with("http://") || reference.starts_with("https://");
}

// Without what stands behind the id: a version, a query, a slash.
std::string_view WithoutTail(std::string_view reference) {
  reference = reference.substr(0, reference.find("/_history"));
  reference = reference.substr(0, reference.find_first_of("?#", 1));
  while (reference.ends_with('/')) reference.remove_suffix(1);
  return reference;
}

// `//server/fhir/Type/id`: http and https are one server.
std::string_view WithoutScheme(std::string_view url) { return url.substr(url.find("//")); }

// What stands before `Type/id`, with its slash; empty when the reference does not end so, or has
// nothing before it.
struct Split {
  bool fits = false;
  std::string_view base;
};

Split SplitOff(std::string_view reference, std::string_view type, std::string_view id) {
  if (type.empty() || id.empty() || !reference.ends_with(id)) return {};
  reference.remove_suffix(id.size());
  if (!reference.ends_with('/')) return {};
  reference.remove_suffix(1);
  if (!reference.ends_with(type)) return {};
  reference.remove_suffix(type.size());
  return {reference.empty() || reference.back() == '/', reference};
}

// Of two servers, as far as both addresses name one.
bool AreOfTwoServers(std::string_view one, std::string_view other, const Resource& resource) {
  if (!IsAbsolute(one) || !IsAbsolute(other)) return false;
  const Split first = SplitOff(WithoutTail(one), resource.type, resource.id);
  const Split second = SplitOff(WithoutTail(other), resource.type, resource.id);
  return first.fits && second.fits && WithoutScheme(first.base) != WithoutScheme(second.base);
}

}  // namespace

bool RefersTo(std::string_view reference, const Resource& target) {
  reference = WithoutTail(reference);
  if (reference.empty()) return false;
  const std::string_view full_url = WithoutTail(target.full_url);
  if (!full_url.empty() && reference == full_url) return true;
  if (target.id.empty()) return false;
  if (reference == target.id) return true;
  if (reference.starts_with("urn:uuid:")) return reference.substr(9) == target.id;
  const Split split = SplitOff(reference, target.type, target.id);
  return split.fits && !AreOfTwoServers(reference, full_url, target);
}

bool AnyRefersTo(JsonValue references, const Resource& target) {
  if (references.is_object()) {
    return RefersTo(references.Get("reference").string_or({}), target);
  }
  for (const JsonValue one : references.elements()) {
    if (AnyRefersTo(one, target)) return true;
  }
  return false;
}

bool SameResource(const Resource& one, const Resource& other) {
  if (one.type != other.type) return false;
  if (one.id.empty() && other.id.empty()) {
    return !one.full_url.empty() && WithoutTail(one.full_url) == WithoutTail(other.full_url);
  }
  return one.id == other.id && !AreOfTwoServers(one.full_url, other.full_url, one);
}

}  // namespace wervelwijzer::fhir
