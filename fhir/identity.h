#pragma once

// Who and what a reference means. The only place that compares references: relative and absolute
// forms, versions, `urn:uuid`, contained resources, and servers that give the same id to two
// things.

#include <string_view>

#include "fhir/record.h"

namespace wervelwijzer::fhir {

// True when the reference, as it is written in the record, can only mean that resource: its
// fullUrl, `Type/id`, an absolute address that ends so (of the same server where both tell one),
// each with or without a version behind it, or the bare id.
bool RefersTo(std::string_view reference, const Resource& target);

// True when any Reference of the element (one or a list of them) refers to the resource.
bool AnyRefersTo(JsonValue references, const Resource& target);

// True for two states of one resource: same type and id, and not of two servers.
bool SameResource(const Resource& one, const Resource& other);

}  // namespace wervelwijzer::fhir
