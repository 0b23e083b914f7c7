#include "hooks/feedback_desk.h"

#include <algorithm>
#include <utility>

#include "hooks/reply.h"

namespace wervelwijzer::hooks {

void FeedbackDesk::Take(const ServiceDescription& service, const Caller& caller,
                        std::string request_id, std::span<char> body,
                        MoveOnlyFunction<void(Response)> done) const {
  if (store_ == nullptr) {
    return done(HttpRefusal(503, "not-supported", "feedback is switched off"));
  }
  const Result<JsonDocument> document = JsonDocument::ParseInSitu(body, limits_);
  if (!document.ok()) return done(Refusal(document.error()));
  FeedbackReading reading = ReadFeedback(document->root());
  if (HasErrors(reading.issues)) return done(Refusal(ErrorKind::kInvalidInput, reading.issues));
  FeedbackBatch batch{caller.Name(), std::string(service.id), std::move(request_id), clock_.Now(),
                      std::move(reading.items)};
  std::vector<Silence> silences = FindSilences(caller, batch);
  store_->Store(std::move(batch), [this, silences = std::move(silences),
                                   done = std::move(done)](const Status& status) mutable {
    if (!status.ok()) return done(Refusal(status.error()));
    for (const Silence& silence : silences) silences_->Begin(silence, clock_.Now());
    // An empty answer: the specification asks for the status only.
    done(Response{200, {}, nullptr, {{"Cache-Control", "no-store"}}});
  });
}

// A coded reason of ours lets the card rest, from when the user gave it.
std::vector<Silence> FeedbackDesk::FindSilences(const Caller& caller, FeedbackBatch& batch) const {
  std::vector<Silence> silences;
  if (silences_ == nullptr) return silences;
  for (Feedback& item : batch.items) {
    if (item.outcome != "overridden" || item.reason_system != cards::kOverrideReasonSystem)
      continue;
    const Result<TimePoint> given = ParseInstant(item.outcome_timestamp);
    const TimePoint at = given.ok() ? std::min(*given, batch.received) : batch.received;
    item.silence = silences_->SilenceFor(caller.Teller(), item.card, item.reason_code, at);
    if (item.silence) silences.push_back(*item.silence);
  }
  return silences;
}

}  // namespace wervelwijzer::hooks
