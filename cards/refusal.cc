#include "cards/refusal.h"

#include "cards/escape.h"
#include "cards/moment.h"

namespace wervelwijzer::cards {

using guideline::Order;

namespace {

// The newest Task about the request; missing when there is none.
JsonValue TaskAbout(const Consultation& consultation, const Order& order) {
  const fhir::Record* record = consultation.situation().resources;
  JsonValue found;
  if (record == nullptr || order.reference.empty()) return found;
  std::string_view newest;
  for (const fhir::Resource& resource : record->resources()) {
    if (resource.type != "Task") continue;
    const bool about =
        resource.json.Path("focus", "reference").string_or("") == order.reference ||
        resource.Get("basedOn").At(0).Get("reference").string_or("") == order.reference;
    const std::string_view when = resource.Get("lastModified").string_or("");
    if (!about || when < newest) continue;
    newest = when;
    found = resource.json;
  }
  return found;
}

// The first that is not empty.
std::string_view FirstOf(std::initializer_list<std::string_view> texts) {
  for (const std::string_view text : texts) {
    if (!text.empty()) return text;
  }
  return {};
}

}  // namespace

void SayRefusal(const Consultation& consultation, const Order& refused, Detail& detail) {
  const JsonValue task = TaskAbout(consultation, refused);
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
