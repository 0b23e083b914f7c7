#include "cards/refusal.h"

#include "cards/escape.h"
#include "cards/moment.h"
#include "cards/order_task.h"

namespace wervelwijzer::cards {

using guideline::Order;

namespace {

// The first that is not empty.
std::string_view FirstOf(std::initializer_list<std::string_view> texts) {
  for (const std::string_view text : texts) {
    if (!text.empty()) return text;
  }
  return {};
}

}  // namespace

void SayRefusal(const Consultation& consultation, const Order& refused, Detail& detail) {
  const JsonValue task = NewestTaskAbout(consultation, refused);
  const JsonValue request = refused.resource;
  const std::string who =
      EscapeMarkdown(FirstOf({task.Path("owner", "display").string_or(""),
                              request.Get("performer").At(0).Get("display").string_or(""),
                              request.Get("recipient").At(0).Get("display").string_or("")}),
                     60);
  const std::string_view date = FirstOf(
      {task.Get("lastModified").string_or(""), request.Path("meta", "lastUpdated").string_or("")});
  const std::string when =
      FormatRecordDate(consultation.words(), consultation.situation().zone, date);
  if (!who.empty() && !when.empty()) {
    detail.Say("referral.refused.by", {{"who", who}, {"when", when}});
  } else if (!who.empty()) {
    detail.Say("referral.refused.by-no-date", {{"who", who}});
  } else if (!when.empty()) {
    detail.Say("referral.refused.when", {{"when", when}});
  } else {
    detail.Say("referral.refused");
  }
  const std::string why = EscapeMarkdown(task.Path("statusReason", "text").string_or(""), 100);
  if (!why.empty()) detail.Say("referral.refused.why", {{"why", why}});
}

}  // namespace wervelwijzer::cards
