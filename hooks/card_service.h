#pragma once

// A service call without HTTP: what the router asks and the command line too.

#include <chrono>
#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "base/clock.h"
#include "base/function.h"
#include "base/hang_up.h"
#include "base/issue.h"
#include "base/result.h"
#include "cards/compose.h"
#include "hooks/client.h"
#include "hooks/registry.h"

namespace wervelwijzer::hooks {

struct ServiceCall {
  const ServiceDescription& service;
  // Is overwritten; PaddedBuffer::kPadding readable bytes follow, the first of them NUL.
  std::span<char> body;
  cards::Language language = cards::Language::kDutch;
  TimePoint now;
  bool explain = false;             // fill ServiceAnswer::explanation
  ClientPointer client = nullptr;   // that has shown who it is; null while access is open
  bool language_was_asked = false;  // else it is a default, and that of the client beats it
  // When the call came, for its deadline.
  std::chrono::steady_clock::time_point begin = std::chrono::steady_clock::now();
  const HangUp* hang_up = nullptr;  // the client went; lives until the call is done; may be null
};

struct ServiceAnswer {
  std::string json;          // the response of CDS Hooks
  std::size_t cards = 0;     // how many are in it
  std::string explanation;   // trace for a person, only on demand; holds data of the patient
  std::string not_had = {};  // prefetch keys that could not be had and why, for the log
  std::string caller = {};   // name of who asked (caller.h), for the log; may be empty
};

struct ServiceRefusal {
  ErrorKind kind = ErrorKind::kInvalidInput;
  Issues issues;  // not empty
};

using ServiceResult = std::variant<ServiceAnswer, ServiceRefusal>;

using ServiceDone = MoveOnlyFunction<void(ServiceResult)>;

// Any thread.
class CardService {
 public:
  virtual ~CardService() = default;
  // Works on the processor only; waits for nothing.
  virtual ServiceResult Respond(const ServiceCall& call) const = 0;
  // The same with what can be had from the client's FHIR server in time. Calls `done` once, at once
  // or from another thread; the body of the call lives until then.
  virtual void Begin(const ServiceCall& call, ServiceDone done) const { done(Respond(call)); }
};

}  // namespace wervelwijzer::hooks
