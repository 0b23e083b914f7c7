#pragma once

// Errands: small things to see to that are neither an examination nor a drug, as a
// CommunicationRequest (somebody is told something) or a Task (somebody does something).

#include <string>
#include <string_view>
#include <vector>

#include "cards/consultation.h"
#include "cards/resource_writer.h"

namespace wervelwijzer::cards {

struct Errand {
  enum class Kind { kCommunication, kTask } kind = Kind::kTask;
  Concept code;
  std::string text;                // what is to be said or done
  std::vector<std::string> notes;  // rule id first
};

// JSON text of a complete resource in the client's version, with patient, contact and requester as
// the request names them. REQUIRES: consultation.writer() is not null.
std::string WriteErrand(const Consultation& consultation, const Errand& errand);

// True when the record holds a request, notice or task with that code of our CodeSystem `order`
// that was asked or done (drafts do not count).
bool IsErrandAsked(const Consultation& consultation, std::string_view code);

}  // namespace wervelwijzer::cards
