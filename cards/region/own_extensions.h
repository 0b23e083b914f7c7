#pragma once

// The extensions of our own in a region file, each with the resource that it stands on. A file is
// written by hand: one that is spelt otherwise, or stands elsewhere, would silently mean nothing.

#include <string_view>

#include "base/json.h"
#include "cards/region/reading.h"

namespace wervelwijzer::region {

inline constexpr std::string_view kAffiliationRank = "affiliation-rank";
inline constexpr std::string_view kMeetingRule = "meeting-rule";
inline constexpr std::string_view kOperationsPerYear = "operations-per-year";
inline constexpr std::string_view kRegistrationClosesBefore = "registration-closes-before";

// `meeting-rule` of an extension below kExtensions, whether there is such a one or not; empty for
// any other extension.
std::string_view OwnExtensionName(JsonValue extension);

// The extension `name` of ours on the element. Missing without one.
JsonValue OwnExtension(JsonValue element, std::string_view name);

// Complains of every extension below kExtensions that is none of the above or stands where it is
// not read, and of one that has the name of one of the above under another address.
void CheckOwnExtensions(Reading& reading);

}  // namespace wervelwijzer::region
