#pragma once

// What goes with a request for clients that take it: a Task (who carries it out, by when, how far
// it is) and, for a meeting, a proposed Appointment. Both refer to the request by the id that it
// has within the suggestion. https://hl7.org/fhir/R4/task.html,
// https://hl7.org/fhir/R4/appointment.html

#include <string>

#include "cards/consultation.h"
#include "cards/resource_writer.h"

namespace wervelwijzer::cards {

// JSON text of the Task that fulfils `order`, in the client's version. It carries the codes of the
// order too, so that it tells what it is about where the order is not at hand.
// REQUIRES: order.id is not empty.
std::string WriteFulfilment(const Situation& situation, const ServiceOrder& order);

// JSON text of the Appointment for the meeting that `order` asks for: at its time when it has one,
// else in the time that it allows. REQUIRES: order.id is not empty.
std::string WriteAppointment(const Situation& situation, const ServiceOrder& order);

}  // namespace wervelwijzer::cards
