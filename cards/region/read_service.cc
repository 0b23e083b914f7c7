#include <algorithm>
#include <utility>

#include "cards/region/own_extensions.h"
#include "cards/region/reading.h"
#include "fhir/coding.h"
#include "fhir/view.h"

namespace wervelwijzer::region {
namespace {

constexpr std::string_view kTimeZone = "http://hl7.org/fhir/StructureDefinition/timezone";
// Of the Dutch address book for care (GF Adressering); its base address differs by release.
constexpr std::string_view kOrderables = "/supported-activity-definitions";

// Numbers to call, the first rank first; one without a rank comes after those with one. The periods
// are days in the zone of the service.
std::vector<Phone> ReadPhones(Reading& reading, const DirectoryEntry& entry, const TimeZone& zone) {
  constexpr int kUnranked = 1'000'000;
  std::vector<std::pair<int, Phone>> ranked;
  for (const JsonValue contact : Items(entry.json.Get("telecom"))) {
    const std::string_view number = contact.Get("value").string_or({});
    if (contact.Get("system").string_or({}) != "phone" || number.empty()) continue;
    if (contact.Get("use").string_or({}) == "old") continue;
    Phone phone{std::string(number), {}};
    if (const JsonValue period = contact.Get("period"); period.exists()) {
      if (const auto span = SpanOf(period, zone)) {
        phone.period = *span;
      } else {
        reading.Complain(Severity::kError, entry, ".telecom.period", "is no period");
      }
    }
    ranked.emplace_back(Whole(contact.Get("rank")).value_or(kUnranked), std::move(phone));
  }
  std::ranges::stable_sort(ranked, {}, [](const auto& one) { return one.first; });
  std::vector<Phone> phones;
  for (auto& [rank, phone] : ranked) phones.push_back(std::move(phone));
  return phones;
}

std::vector<std::string> CodesOf(JsonValue types) {
  std::vector<std::string> codes;
  for (const JsonValue type : Items(types)) {
    for (const JsonValue coding : Items(type.Get("coding"))) {
      const std::string_view code = coding.Get("code").string_or({});
      if (coding.Get("system").string_or({}) == kServiceSystem && !code.empty()) {
        codes.emplace_back(code);
      }
    }
  }
  return codes;
}

// The places of the service, which tell its time zone.
std::vector<const DirectoryEntry*> ReadPlaces(Reading& reading, const DirectoryEntry& entry,
                                              Service& service) {
  std::vector<const DirectoryEntry*> places;
  for (const JsonValue reference : Items(entry.json.Get("location"))) {
    const DirectoryEntry* place = reading.FindEntry(reference, "Location", entry, ".location");
    if (place == nullptr) continue;
    places.push_back(place);
    for (const JsonValue extension : Items(place->json.Get("extension"))) {
      if (extension.Get("url").string_or({}) != kTimeZone) continue;
      const auto zone = TimeZone::Find(extension.Get("valueCode").string_or({}));
      if (zone.ok()) {
        service.zone = *zone;
      } else {
        reading.Complain(Severity::kError, *place, ".extension(timezone)", zone.error().message);
      }
    }
  }
  return places;
}

void ReadHours(Reading& reading, const DirectoryEntry& entry, Service& service) {
  for (const JsonValue line : Items(entry.json.Get("availableTime"))) {
    OpeningTime opening;
    bool is_wrong = false;
    opening.days = DaysOf(line.Get("daysOfWeek"), is_wrong);
    if (!line.Get("daysOfWeek").exists()) opening.days.set();
    if (!Truth(line.Get("allDay")).value_or(false)) {
      const auto from = MinutesOf(line.Get("availableStartTime").string_or({}));
      const auto to = MinutesOf(line.Get("availableEndTime").string_or({}));
      constexpr int kLastMinute = 23 * 60 + 59;  // how a day's end is written without 24:00
      is_wrong = is_wrong || !from || !to;
      opening.from = from.value_or(0);
      opening.to = to.value_or(0) == kLastMinute ? 1440 : to.value_or(0);
      // Neither a whole day (`allDay` says that) nor no time at all: nobody can know which is
      // meant.
      is_wrong = is_wrong || opening.from == opening.to;
    }
    if (is_wrong) {
      reading.Complain(Severity::kError, entry, ".availableTime",
                       "has a day or time that cannot be read");
    } else {
      service.hours.push_back(opening);
    }
  }
}

void ReadClosures(Reading& reading, const DirectoryEntry& entry, Service& service) {
  for (const JsonValue line : Items(entry.json.Get("notAvailable"))) {
    const std::string description(line.Get("description").string_or({}));
    // Without a time it tells when nothing: words for people.
    if (!line.Get("during").exists()) continue;
    if (const auto during = SpanOf(line.Get("during"), service.zone)) {
      service.closures.push_back({description, *during});
    } else {
      reading.Complain(Severity::kError, entry, ".notAvailable.during", "is no period");
    }
  }
}

// The count of the newest year.
void ReadOperations(Reading& reading, const DirectoryEntry& entry, Service& service) {
  for (const JsonValue extension : Items(entry.json.Get("extension"))) {
    if (OwnExtensionName(extension) != kOperationsPerYear) continue;
    std::optional<int> count;
    std::optional<int> year;
    for (const JsonValue part : Items(extension.Get("extension"))) {
      const std::optional<int> value = Whole(fhir::Choice(part, "value"));
      if (part.Get("url").string_or({}) == "count") count = value;
      if (part.Get("url").string_or({}) == "year") year = value;
    }
    if (!count || *count < 0 || !year || *year < 1900 || *year > 9999) {
      reading.Complain(Severity::kError, entry, ".extension(operations-per-year)",
                       "has no `count` and `year` as whole numbers");
    } else if (*year > service.operations_year) {
      service.operations_per_year = count;
      service.operations_year = *year;
    }
  }
}

void ReadEndpoints(Reading& reading, const DirectoryEntry& entry, Service& service) {
  for (const JsonValue reference : Items(entry.json.Get("endpoint"))) {
    const DirectoryEntry* endpoint = reading.FindEntry(reference, "Endpoint", entry, ".endpoint");
    if (endpoint == nullptr) continue;
    service.has_electronic_address = service.has_electronic_address ||
                                     endpoint->json.Get("status").string_or("active") == "active";
  }
}

}  // namespace

void ReadService(Reading& reading, const DirectoryEntry& entry) {
  if (entry.json.Get("availability").exists() || entry.json.Get("contact").exists()) {
    reading.Complain(
        Severity::kError, entry, "",
        "is R5, which keeps hours in `availability` and numbers in `contact`; write R4");
  }
  Service service;
  service.reference = entry.reference;
  service.full_url = entry.full_url;
  service.name = entry.json.Get("name").string_or({});
  service.comment = entry.json.Get("comment").string_or({});
  service.identifiers = ReadIdentifiers(entry.json.Get("identifier"));
  service.codes = CodesOf(entry.json.Get("type"));
  service.is_active = Truth(entry.json.Get("active")).value_or(true);
  service.provider = reading.FindOrganization(entry.json.Get("providedBy"), entry, ".providedBy");
  const std::vector<const DirectoryEntry*> places = ReadPlaces(reading, entry, service);
  service.phones = ReadPhones(reading, entry, service.zone);
  for (const DirectoryEntry* place : places) {
    if (service.phones.empty()) service.phones = ReadPhones(reading, *place, service.zone);
  }
  ReadHours(reading, entry, service);
  ReadClosures(reading, entry, service);
  ReadEndpoints(reading, entry, service);
  ReadOperations(reading, entry, service);
  for (const JsonValue extension : Items(entry.json.Get("extension"))) {
    if (!extension.Get("url").string_or({}).ends_with(kOrderables)) continue;
    const std::string_view canonical = fhir::Choice(extension, "value").string_or({});
    if (!canonical.empty()) service.orderables.emplace_back(canonical);
  }
  reading.AddService(entry, std::move(service));
}

}  // namespace wervelwijzer::region
