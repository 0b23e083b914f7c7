#include "cards/region/read_region.h"

#include <algorithm>
#include <array>

#include "base/xml_text.h"
#include "cards/region/own_extensions.h"
#include "cards/region/reading.h"
#include "fhir/coding.h"
#include "fhir/date.h"
#include "fhir/view.h"
#include "fhir/xml_reader.h"

namespace wervelwijzer::region {
namespace {

constexpr std::array<std::string_view, 5> kPersons = {"Practitioner", "PractitionerRole", "Person",
                                                      "Patient", "RelatedPerson"};
constexpr std::string_view kRole = "http://hl7.org/fhir/organization-role";

bool HasCode(JsonValue concepts, std::string_view system, std::string_view code) {
  std::vector<fhir::Coding> codings;
  for (const JsonValue item : Items(concepts)) {
    for (const JsonValue coding : Items(item.Get("coding"))) fhir::CollectCodings(coding, codings);
  }
  return std::ranges::any_of(codings, [&](const fhir::Coding& coding) {
    return coding.system == system && coding.code == code;
  });
}

void ReadOrganization(Reading& reading, const DirectoryEntry& entry) {
  Organization organization;
  organization.reference = entry.reference;
  organization.full_url = entry.full_url;
  organization.name = entry.json.Get("name").string_or({});
  organization.identifiers = ReadIdentifiers(entry.json.Get("identifier"));
  organization.is_active = Truth(entry.json.Get("active")).value_or(true);
  organization.is_network = HasCode(entry.json.Get("type"), kRegionSystem, "network");
  for (const JsonValue contact : Items(entry.json.Get("contact"))) {
    if (contact.Get("name").exists()) {
      reading.Complain(Severity::kError, entry, ".contact.name",
                       "names a person; a region file holds none");
    }
  }
  reading.AddOrganization(entry, std::move(organization));
}

void ReadPartOf(Reading& reading, const DirectoryEntry& entry) {
  const Index part_of = reading.FindOrganization(entry.json.Get("partOf"), entry, ".partOf");
  for (Organization& organization : reading.region().organizations) {
    if (organization.reference == entry.reference) organization.part_of = part_of;
  }
}

void ReadRank(Reading& reading, const DirectoryEntry& entry, Affiliation& affiliation) {
  const JsonValue extension = OwnExtension(entry.json, kAffiliationRank);
  if (!extension.exists()) return;
  affiliation.rank = Whole(fhir::Choice(extension, "value"));
  if (affiliation.rank && *affiliation.rank >= 1) return;
  affiliation.rank.reset();
  reading.Complain(Severity::kError, entry, ".extension(affiliation-rank)",
                   "is no whole number of 1 or more");
}

void ReadAffiliation(Reading& reading, const DirectoryEntry& entry) {
  const bool member = HasCode(entry.json.Get("code"), kRole, "member");
  const bool provider = HasCode(entry.json.Get("code"), kRole, "provider");
  if (!member && !provider) return;  // other relations are not about routing
  Affiliation affiliation;
  affiliation.reference = entry.reference;
  affiliation.role = provider ? Affiliation::Role::kProvider : Affiliation::Role::kMember;
  affiliation.is_active = Truth(entry.json.Get("active")).value_or(true);
  affiliation.organization =
      reading.FindOrganization(entry.json.Get("organization"), entry, ".organization");
  affiliation.participant = reading.FindOrganization(entry.json.Get("participatingOrganization"),
                                                     entry, ".participatingOrganization");
  const std::vector<JsonValue> services = Items(entry.json.Get("healthcareService"));
  affiliation.all_services = services.empty();
  for (const JsonValue reference : services) {
    const Index service = reading.FindService(reference, entry, ".healthcareService");
    if (service != kNone) affiliation.services.push_back(service);
  }
  ReadRank(reading, entry, affiliation);
  if (const JsonValue period = entry.json.Get("period"); period.exists()) {
    if (const auto span = SpanOf(period, TimeZone::Amsterdam())) {
      affiliation.period = *span;
    } else {
      reading.Complain(Severity::kError, entry, ".period", "is no period");
    }
  }
  if (affiliation.organization == kNone || affiliation.participant == kNone) return;
  reading.region().affiliations.push_back(affiliation);
  if (!member || !provider) return;
  affiliation.role = Affiliation::Role::kMember;
  reading.region().affiliations.push_back(std::move(affiliation));
}

void ReadAll(Reading& reading) {
  const auto& entries = reading.bundle().entries();
  const auto each = [&](std::string_view type, auto read) {
    for (const DirectoryEntry& entry : entries) {
      if (entry.type == type) read(reading, entry);
    }
  };
  for (const DirectoryEntry& entry : entries) {
    if (std::ranges::find(kPersons, entry.type) != kPersons.end()) {
      reading.Complain(Severity::kError, entry, "", "is a person; a region file holds none");
    }
  }
  CheckOwnExtensions(reading);
  each("Organization", ReadOrganization);
  each("Organization", ReadPartOf);
  each("HealthcareService", ReadService);
  ReadMeetings(reading);
  each("OrganizationAffiliation", ReadAffiliation);
}

}  // namespace

Result<RegionReading> ReadRegion(std::string_view text) {
  constexpr std::size_t kMostBytes = 64u << 20;
  std::string json(text);
  if (IsXml(text)) {
    Result<std::string> converted = fhir::XmlToJson(text, {.max_bytes = kMostBytes});
    if (!converted.ok()) return converted.error();
    json = std::move(converted).value();
  }
  const Result<JsonDocument> document = JsonDocument::Parse(json, {.max_bytes = 2 * kMostBytes});
  if (!document.ok()) return document.error();
  const Result<DirectoryBundle> bundle = DirectoryBundle::Read(document->root());
  if (!bundle.ok()) return bundle.error();
  RegionReading result;
  Reading reading(*bundle, result.region, result.issues);
  ReadAll(reading);
  return result;
}

void Reading::AddOrganization(const DirectoryEntry& entry, Organization organization) {
  organizations_.emplace(entry.reference, static_cast<Index>(region_->organizations.size()));
  region_->organizations.push_back(std::move(organization));
}

void Reading::AddService(const DirectoryEntry& entry, Service service) {
  services_.emplace(entry.reference, static_cast<Index>(region_->services.size()));
  region_->services.push_back(std::move(service));
}

Index Reading::FindOrganization(JsonValue reference, const DirectoryEntry& from,
                                std::string_view element) {
  return Find(reference, "Organization", organizations_, from, element);
}

Index Reading::FindService(JsonValue reference, const DirectoryEntry& from,
                           std::string_view element) {
  return Find(reference, "HealthcareService", services_, from, element);
}

Index Reading::Find(JsonValue reference, std::string_view type, const Places& places,
                    const DirectoryEntry& from, std::string_view element) {
  if (!reference.exists()) return kNone;
  const DirectoryEntry* entry = bundle_->Resolve(reference, type);
  const auto found = entry == nullptr ? places.end() : places.find(entry->reference);
  if (found != places.end()) return found->second;
  Complain(Severity::kError, from, element, "names no " + std::string(type) + " of this file");
  return kNone;
}

const DirectoryEntry* Reading::FindEntry(JsonValue reference, std::string_view type,
                                         const DirectoryEntry& from, std::string_view element) {
  if (!reference.exists()) return nullptr;
  const DirectoryEntry* entry = bundle_->Resolve(reference, type);
  if (entry == nullptr) {
    Complain(Severity::kWarning, from, element, "names no " + std::string(type) + " of this file");
  }
  return entry;
}

void Reading::Complain(Severity severity, const DirectoryEntry& about, std::string_view element,
                       std::string message) {
  issues_->push_back({severity, std::move(message), about.reference + std::string(element)});
}

std::optional<int> MinutesOf(std::string_view time) {
  const auto two = [&](std::size_t at) {
    const bool digits = at + 2 <= time.size() && time[at] >= '0' && time[at] <= '9' &&
                        time[at + 1] >= '0' && time[at + 1] <= '9';
    return digits ? (time[at] - '0') * 10 + (time[at + 1] - '0') : -1;
  };
  if (time.size() < 5 || time[2] != ':' || (time.size() > 5 && time[5] != ':')) return std::nullopt;
  const int hours = two(0);
  const int minutes = two(3);
  if (hours < 0 || hours > 24 || minutes < 0 || minutes > 59) return std::nullopt;
  const int all = hours * 60 + minutes;
  return all > 1440 ? std::nullopt : std::optional<int>(all);
}

std::bitset<7> DaysOf(JsonValue codes, bool& is_wrong) {
  static constexpr std::array<std::string_view, 7> kDays = {"sun", "mon", "tue", "wed",
                                                            "thu", "fri", "sat"};
  std::bitset<7> days;
  for (const JsonValue code : Items(codes)) {
    const auto found = std::ranges::find(kDays, code.string_or({}));
    if (found == kDays.end()) {
      is_wrong = true;
    } else {
      days.set(static_cast<std::size_t>(found - kDays.begin()));
    }
  }
  return days;
}

std::optional<Span> SpanOf(JsonValue period, const TimeZone& zone) {
  // An end that cannot be read would open the span instead of bounding it.
  for (const std::string_view end : {"start", "end"}) {
    const JsonValue value = period.Get(end);
    if (value.exists() && !fhir::ReadTime(value, zone)) return std::nullopt;
  }
  const auto range = fhir::ReadTime(period, zone);
  if (!range || (range->first && range->last && *range->last < *range->first)) return std::nullopt;
  return Span{range->first, range->last};
}

}  // namespace wervelwijzer::region
