#pragma once

// Which centre of the region a card names, and in which words. Without a region every card says
// what it says of old: the function, not a hospital.

#include <optional>
#include <string>
#include <string_view>

#include "cards/consultation.h"
#include "cards/detail.h"
#include "cards/region/route.h"
#include "cards/suggestions.h"

namespace wervelwijzer::cards {

struct Centre {
  region::RouteQuestion question;
  region::Route route;
  // Null when nobody can be reached in time.
  const region::Service* service = nullptr;
  const region::Organization* organization = nullptr;
};

// The route for what is asked for: by the deadline of the order, without one within its term, and
// without either within two weeks. Of an executing centre within a day it is the line for urgent
// consultation, where there is one. Nothing when no region is loaded, the asking hospital is not
// known, or the region does not route such a service.
std::optional<Centre> FindCentre(const Consultation& consultation, RequestedService what,
                                 std::string_view term,
                                 const std::optional<Deadline>& deadline = std::nullopt);

// True when the asking hospital is itself the centre: nobody is referred, somebody is called.
bool IsInHouse(const std::optional<Centre>& centre);

// Whom to call: number and hours; with a region, at most two centres passed over with the reason.
void SayWhomToCall(const Consultation& consultation, const std::optional<Centre>& centre,
                   Detail& detail);
// Where to refer to; nothing without a centre.
void SayWhereToRefer(const Consultation& consultation, const std::optional<Centre>& centre,
                     Detail& detail);
// The next meeting and until when to register, or ad hoc through whom; nothing without a centre.
void SayMeeting(const Consultation& consultation, const std::optional<Centre>& centre,
                Detail& detail);

// Puts the centre in an order: performer, code, period of the meeting, number and closing time.
void AddCentre(const Consultation& consultation, const Centre& centre, ServiceOrder& order);

// The route as JSON, for the card's extension `nl.wervelwijzer.route`; empty without a centre.
std::string RouteExtension(const Consultation& consultation, const std::optional<Centre>& centre);

}  // namespace wervelwijzer::cards
