#include "cards/centre.h"

#include <algorithm>

#include "cards/deadline.h"
#include "cards/escape.h"
#include "cards/phone.h"
#include "cards/region/hours.h"
#include "cards/region/write_route.h"
#include "cards/value_words.h"

namespace wervelwijzer::cards {

using region::kNone;
using region::Openness;
using region::Reason;
using region::Route;

namespace {

constexpr std::string_view kRoutine = "P14D";

std::string_view CodeOf(RequestedService what) {
  switch (what) {
    case RequestedService::kExecutingCentre:
      return "spinal-expert-centre";
    case RequestedService::kRadiotherapist:
      return "radiotherapy";
    case RequestedService::kSpineSurgeon:
      return "spine-surgery";
    case RequestedService::kSpinalMdo:
      return "spinal-mdo";
    case RequestedService::kBrainMdo:
      return "neuro-oncology-mdo";
    case RequestedService::kNeuroOncology:
      return "neuro-oncology";
    case RequestedService::kPetCt:
    case RequestedService::kBiopsy:
      return {};
  }
  return {};
}

Centre Ask(const Situation& situation, std::string_view code, std::optional<TimePoint> deadline) {
  Centre centre;
  centre.question = {situation.hospital, std::string(code), situation.now, deadline};
  centre.route = region::FindRoute(*situation.region, centre.question);
  if (centre.route.found()) {
    centre.service = &situation.region->services[static_cast<std::size_t>(centre.route.service)];
    centre.organization =
        &situation.region->organizations[static_cast<std::size_t>(centre.route.organization)];
  }
  return centre;
}

// The line for urgent consultation of the executing centre that the hospital is routed to; that of
// another centre only when its own answers nobody now.
Centre AskUrgently(const Situation& situation, std::optional<TimePoint> deadline) {
  Centre centre = Ask(situation, "spinal-expert-centre", deadline);
  Centre line = Ask(situation, "urgent-consult", deadline);
  const bool line_answers = line.service != nullptr && !line.route.opens;
  const bool centre_answers = centre.service != nullptr && !centre.route.opens;
  if (line_answers && (!centre_answers || line.organization == centre.organization)) return line;
  return centre;
}

// Names as they may stand in Markdown, or in plain text.
enum class Form { kMarkdown, kPlain };

std::string Shown(std::string_view text, Form form) {
  constexpr std::size_t kLongest = 80;
  return form == Form::kMarkdown ? EscapeMarkdown(text, kLongest) : CleanText(text, kLongest);
}

std::string NameOf(const region::Organization& organization) {
  return organization.name.empty() ? organization.reference : organization.name;
}

// A number as it is dialled needs no escapes; anything else is a text like another.
std::string ShownPhone(std::string_view phone, Form form) {
  const bool is_plain = phone.find_first_not_of("+0123456789 ().-") == phone.npos;
  return is_plain ? CleanText(ReadablePhone(phone), 40) : Shown(phone, form);
}

std::vector<KeptValue> WhoOf(const Centre& centre, TimePoint now, Form form) {
  const region::Service& service = *centre.service;
  const std::vector<std::string> phones = service.PhonesAt(now);
  return {{"service", Shown(service.name.empty() ? service.reference : service.name, form)},
          {"organization", Shown(NameOf(*centre.organization), form)},
          {"phone", phones.empty() ? "?" : ShownPhone(phones.front(), form)}};
}

void Add(std::vector<KeptValue>& values, std::string_view place, std::string text) {
  values.emplace_back(place, std::move(text));
}

std::string SayPassedOver(const Consultation& consultation, const Centre& centre) {
  constexpr std::size_t kMost = 2;
  std::vector<std::string> cells;
  for (const region::PassedOver& one : centre.route.passed_over) {
    // Who does not offer it at all is in the trace only: nobody expects it to be called.
    if (one.reason == Reason::kOwnHospital || one.reason == Reason::kNotOffered) continue;
    if (cells.size() == kMost) break;
    const region::Region& region = *consultation.situation().region;
    const region::Service& service = region.services[static_cast<std::size_t>(one.service)];
    const std::string name =
        service.name.empty()
            ? NameOf(region.organizations[static_cast<std::size_t>(one.organization)])
            : service.name;
    const std::string reason = std::string("region.reason.") + region::ReasonCode(one.reason);
    cells.push_back(consultation.words().Say(
        "region.passed-over.one",
        {{"centre", Shown(name, Form::kMarkdown)}, {"reason", consultation.words().Say(reason)}}));
  }
  if (cells.empty()) return {};
  return consultation.words().Say("region.passed-over", {{"centres", JoinCells(cells)}});
}

std::string CallKey(const Consultation& consultation, const Centre& centre) {
  const bool later = centre.route.opens.has_value();
  if (centre.route.outcome == Route::Outcome::kInHouse) {
    return later ? "region.call.in-house-later" : "region.call.in-house";
  }
  if (later) return "region.call.later";
  const bool stated =
      region::OpennessAt(*centre.service, consultation.now()) != Openness::kNotStated;
  return stated ? "region.call.open" : "region.call.hours-unknown";
}

}  // namespace

std::optional<Centre> FindCentre(const Consultation& consultation, RequestedService what,
                                 std::string_view term, const std::optional<Deadline>& deadline) {
  const Situation& situation = consultation.situation();
  const std::string_view code = CodeOf(what);
  if (situation.region == nullptr || situation.hospital == kNone || code.empty()) {
    return std::nullopt;
  }
  std::optional<TimePoint> by = LatestFor(consultation, term.empty() ? kRoutine : term);
  if (deadline) by = deadline->at;
  const bool urgent = HoursOf(term) > 0 && HoursOf(term) <= 24;
  if (what == RequestedService::kExecutingCentre && urgent) {
    return AskUrgently(situation, by);
  }
  return Ask(situation, code, by);
}

bool IsInHouse(const std::optional<Centre>& centre) {
  return centre && centre->route.outcome == Route::Outcome::kInHouse;
}

void SayWhomToCall(const Consultation& consultation, const std::optional<Centre>& centre,
                   Detail& detail) {
  if (consultation.situation().region == nullptr) {
    detail.Say("call.centre");
    return;
  }
  if (!centre) {
    detail.Say("region.call.hospital-unknown");
    return;
  }
  if (centre->service == nullptr) {
    detail.Say("region.call.none");
  } else {
    std::vector<KeptValue> values = WhoOf(*centre, consultation.now(), Form::kMarkdown);
    if (centre->route.opens) {
      Add(values, "opens", consultation.SayMoment(*centre->route.opens));
    }
    detail.Say(CallKey(consultation, *centre), ViewsOf(values));
  }
  detail.Paragraph(SayPassedOver(consultation, *centre));
}

void SayWhereToRefer(const Consultation& consultation, const std::optional<Centre>& centre,
                     Detail& detail) {
  if (!centre || centre->service == nullptr) return;
  std::vector<KeptValue> values = WhoOf(*centre, consultation.now(), Form::kMarkdown);
  std::string key = "region.refer.open";
  if (centre->route.opens) {
    key = "region.refer.later";
    Add(values, "opens", consultation.SayMoment(*centre->route.opens));
  }
  if (centre->route.outcome == Route::Outcome::kInHouse) key = "region.refer.in-house";
  detail.Say(key, ViewsOf(values));
  detail.Paragraph(SayPassedOver(consultation, *centre));
}

void SayMeeting(const Consultation& consultation, const std::optional<Centre>& centre,
                Detail& detail) {
  if (!centre || centre->service == nullptr) return;
  std::vector<KeptValue> values = WhoOf(*centre, consultation.now(), Form::kMarkdown);
  std::string key = "region.meeting.ad-hoc";
  if (const auto& meeting = centre->route.meeting) {
    key = "region.meeting.next";
    Add(values, "start", consultation.SayMoment(meeting->start));
    Add(values, "closes", consultation.SayMoment(meeting->closes));
  } else {
    Add(values, "deadline", consultation.SayMoment(*centre->question.deadline));
    const auto later = region::NextMeeting(*centre->service, consultation.now(), std::nullopt);
    if (later) {
      key = "region.meeting.ad-hoc-next";
      Add(values, "start", consultation.SayMoment(later->start));
    }
  }
  detail.Say(key, ViewsOf(values));
  detail.Paragraph(SayPassedOver(consultation, *centre));
}

namespace {

// The legal hospital behind the service, by its URA or, without one, its first identifier.
Performer ProviderOf(const Consultation& consultation, const Centre& centre) {
  const region::Region& region = *consultation.situation().region;
  const region::Index legal = region.LegalHospital(centre.route.organization);
  const region::Organization& hospital = region.organizations[static_cast<std::size_t>(legal)];
  Performer provider;
  provider.type = "Organization";
  provider.display = Shown(NameOf(hospital), Form::kPlain);
  if (hospital.full_url.starts_with("http")) provider.reference = hospital.full_url;
  const auto& identifiers = hospital.identifiers;
  const auto ura =
      std::ranges::find_if(identifiers, [](const auto& one) { return one.system == region::kUra; });
  const auto chosen = ura == identifiers.end() ? identifiers.begin() : ura;
  if (chosen != identifiers.end()) {
    provider.system = chosen->system;
    provider.value = chosen->value;
  }
  return provider;
}

}  // namespace

void AddCentre(const Consultation& consultation, const Centre& centre, ServiceOrder& order) {
  if (centre.service == nullptr) return;
  const Words& words = consultation.words();
  const region::Service& service = *centre.service;
  Performer performer;
  performer.type = "HealthcareService";
  performer.display = Shown(service.name, Form::kPlain);
  if (service.full_url.starts_with("http")) performer.reference = service.full_url;
  if (!service.identifiers.empty()) {
    performer.system = service.identifiers.front().system;
    performer.value = service.identifiers.front().value;
  }
  order.performer = std::move(performer);
  order.provider = ProviderOf(consultation, centre);
  order.orderables = service.orderables;
  const std::string system(region::kServiceSystem);
  const bool has_code = std::ranges::any_of(order.code.codings, [&](const Coding& one) {
    return one.system == system && one.code == centre.question.service;
  });
  if (!has_code) order.code.codings.push_back({system, centre.question.service, {}});
  if (centre.route.outcome == Route::Outcome::kInHouse) {
    order.category.reset();  // a consultation in the house is no referral
    order.notes.push_back(words.Say("region.note.in-house"));
  }
  if (const auto& meeting = centre.route.meeting) {
    order.start = meeting->start;
    if (meeting->slot.starts_with("http")) order.slot = meeting->slot;
    order.end = meeting->end;
    order.notes.push_back(
        words.Say("region.note.meeting", {{"start", consultation.SayMoment(meeting->start)},
                                          {"closes", consultation.SayMoment(meeting->closes)}}));
  } else if (region::IsMeetingCode(centre.question.service) && !order.end) {
    order.end = centre.question.deadline;
  }
  order.notes.push_back(
      words.Say("region.note.centre", ViewsOf(WhoOf(centre, consultation.now(), Form::kPlain))));
}

std::string RouteExtension(const Consultation& consultation, const std::optional<Centre>& centre) {
  if (!centre) return {};
  JsonWriter writer;
  region::WriteRoute(writer, *consultation.situation().region, centre->question, centre->route);
  return std::move(writer).Take();
}

}  // namespace wervelwijzer::cards
