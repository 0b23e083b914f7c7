#include <algorithm>
#include <array>

#include "cards/region/reading.h"
#include "fhir/coding.h"
#include "fhir/view.h"

namespace wervelwijzer::region {
namespace {

constexpr std::string_view kTimeZone = "http://hl7.org/fhir/StructureDefinition/timezone";
// Of the Dutch address book for care (GF Adressering); its base address differs by release.
constexpr std::string_view kOrderables = "/supported-activity-definitions";

struct Phone {
  int rank;
  std::string number;
};

// Numbers to call, the first rank first; one without a rank comes after those with one.
std::vector<std::string> PhonesOf(JsonValue telecom) {
  constexpr int kUnranked = 1'000'000;
  std::vector<Phone> phones;
  for (const JsonValue contact : Items(telecom)) {
    const std::string_view number = contact.Get("value").string_or({});
    if (contact.Get("system").string_or({}) != "phone" || number.empty()) continue;
    if (contact.Get("use").string_or({}) == "old") continue;
    phones.push_back({Whole(contact.Get("rank")).value_or(kUnranked), std::string(number)});
  }
  std::ranges::stable_sort(
      phones, [](const Phone& one, const Phone& other) { return one.rank < other.rank; });
  std::vector<std::string> numbers;
  for (Phone& phone : phones) numbers.push_back(std::move(phone.number));
  return numbers;
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

void ReadLocations(Reading& reading, const DirectoryEntry& entry, Service& service) {
  for (const JsonValue reference : Items(entry.json.Get("location"))) {
    const DirectoryEntry* place = reading.FindEntry(reference, "Location", entry, ".location");
    if (place == nullptr) continue;
    if (service.phones.empty()) service.phones = PhonesOf(place->json.Get("telecom"));
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
std::optional<int> OperationsOf(JsonValue service) {
  std::optional<int> operations;
  int newest = -1;
  for (const JsonValue extension : Items(service.Get("extension"))) {
    const std::string_view url = extension.Get("url").string_or({});
    if (!url.starts_with(kExtensions) || !url.ends_with("/operations-per-year")) continue;
    std::optional<int> count;
    int year = 0;
    for (const JsonValue part : Items(extension.Get("extension"))) {
      const std::optional<int> value = Whole(fhir::Choice(part, "value"));
      if (part.Get("url").string_or({}) == "count") count = value;
      if (part.Get("url").string_or({}) == "year") year = value.value_or(0);
    }
    if (!count || year <= newest) continue;
    operations = count;
    newest = year;
  }
  return operations;
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
  service.phones = PhonesOf(entry.json.Get("telecom"));
  ReadLocations(reading, entry, service);
  ReadHours(reading, entry, service);
  ReadClosures(reading, entry, service);
  ReadEndpoints(reading, entry, service);
  service.operations_per_year = OperationsOf(entry.json);
  for (const JsonValue extension : Items(entry.json.Get("extension"))) {
    if (!extension.Get("url").string_or({}).ends_with(kOrderables)) continue;
    const std::string_view canonical = fhir::Choice(extension, "value").string_or({});
    if (!canonical.empty()) service.orderables.emplace_back(canonical);
  }
  reading.AddService(entry, std::move(service));
}

}  // namespace wervelwijzer::region
