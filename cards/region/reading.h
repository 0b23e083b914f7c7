#pragma once

// What the readers of the single resources share while a region file is read.

#include <string>
#include <string_view>
#include <unordered_map>

#include "base/issue.h"
#include "base/json.h"
#include "cards/region/bundle.h"
#include "cards/region/region.h"

namespace wervelwijzer::region {

// Lives as long as the reading of one file; one thread.
class Reading {
 public:
  Reading(const DirectoryBundle& bundle, Region& region, Issues& issues)
      : bundle_(&bundle), region_(&region), issues_(&issues) {}

  const DirectoryBundle& bundle() const { return *bundle_; }
  Region& region() { return *region_; }

  void AddOrganization(const DirectoryEntry& entry, Organization organization);
  void AddService(const DirectoryEntry& entry, Service service);

  // Where the referenced resource stands in the region. kNone without a reference; one that names
  // nothing is an issue, too.
  Index FindOrganization(JsonValue reference, const DirectoryEntry& from, std::string_view element);
  Index FindService(JsonValue reference, const DirectoryEntry& from, std::string_view element);
  // The entry; null without a reference, and with a warning when it names nothing.
  const DirectoryEntry* FindEntry(JsonValue reference, std::string_view type,
                                  const DirectoryEntry& from, std::string_view element);

  void Complain(Severity severity, const DirectoryEntry& about, std::string_view element,
                std::string message);

 private:
  using Places = std::unordered_map<std::string, Index>;
  Index Find(JsonValue reference, std::string_view type, const Places& places,
             const DirectoryEntry& from, std::string_view element);

  const DirectoryBundle* bundle_;
  Region* region_;
  Issues* issues_;
  Places organizations_, services_;
};

// `16:30` or `16:30:00` in minutes after midnight; nothing when it is no time of day.
std::optional<int> MinutesOf(std::string_view time);
// The days of the codes `mon` … `sun`; a code that is none sets `is_wrong`.
std::bitset<7> DaysOf(JsonValue codes, bool& is_wrong);
// A Period or date as moments; nothing when an end that is stated cannot be read, when neither is
// stated, or when the end lies before the start.
std::optional<Span> SpanOf(JsonValue period, const TimeZone& zone);

// read_service.cc
void ReadService(Reading& reading, const DirectoryEntry& entry);
// read_meeting.cc: the schedules and their slots, into the services that they belong to.
void ReadMeetings(Reading& reading);

}  // namespace wervelwijzer::region
