#pragma once

// Feedback of users on cards (https://cds-hooks.hl7.org/2.0/#feedback).

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "base/function.h"
#include "base/issue.h"
#include "base/json.h"
#include "base/log.h"
#include "base/result.h"
#include "hooks/silence_book.h"

namespace wervelwijzer::hooks {

// What a user did with one card.
struct Feedback {
  std::string card;                  // uuid of the card; any string, for clients with their own
  std::string outcome;               // `accepted` or `overridden`
  std::string outcome_timestamp;     // UTC, RFC 3339
  std::string accepted_suggestions;  // JSON array of uuids; `[]` when overridden
  std::string reason_code, reason_system, reason_display;  // may be empty
  Personal<std::string> user_comment;                      // free text, may be empty
  std::optional<Silence> silence;                          // the rest that this override gives
};

struct FeedbackBatch {
  std::string client;  // name of who reports (caller.h)
  std::string service;
  std::string request_id;
  TimePoint received;
  std::vector<Feedback> items;
};

struct FeedbackReading {
  std::vector<Feedback> items;  // usable when issues holds no error
  Issues issues;
};

// Reads `{"feedback": […]}`.
FeedbackReading ReadFeedback(JsonValue body);

// Keeps feedback. Any thread.
class FeedbackStore {
 public:
  virtual ~FeedbackStore() = default;
  // Calls `done` once, from any thread: ok only when the batch is on stable storage. A report that
  // is there already, to the letter, is not stored twice.
  virtual void Store(FeedbackBatch batch, MoveOnlyFunction<void(Status)> done) = 0;
  // The silences that were stored and had not ended when the store was opened.
  virtual std::vector<Silence> StoredSilences() const { return {}; }
  // Empty, or why feedback is not being stored now; names neither place nor person.
  virtual std::string Problem() const { return {}; }
  // Counters in the text format of Prometheus.
  virtual std::string ToText() const { return {}; }
};

}  // namespace wervelwijzer::hooks
