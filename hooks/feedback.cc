#include "hooks/feedback.h"

#include "hooks/text.h"

namespace wervelwijzer::hooks {
namespace {

constexpr std::size_t kMaxItems = 1000;
constexpr std::size_t kMaxTextBytes = 16u << 10;

class Reader {
 public:
  Reader(JsonValue json, std::string path, Issues& issues)
      : json_(json), path_(std::move(path)), issues_(issues) {}

  Feedback Read() {
    Feedback feedback;
    feedback.card = Required("card");
    feedback.outcome = Required("outcome");
    ReadTimestamp(feedback);
    ReadSuggestions(feedback);
    if (feedback.outcome == "overridden") ReadOverrideReason(feedback);
    if (!feedback.outcome.empty() && feedback.outcome != "accepted" &&
        feedback.outcome != "overridden") {
      Fail(".outcome", "is neither `accepted` nor `overridden`");
    }
    return feedback;
  }

 private:
  void Fail(std::string_view member, std::string message) {
    issues_.push_back({Severity::kError, std::move(message), path_ + std::string(member)});
  }

  std::string Required(std::string_view name) {
    const std::string_view text = Trimmed(json_.Get(name).string_or({}));
    if (text.empty()) Fail("." + std::string(name), "required text is missing");
    return Bounded(text, name);
  }
  std::string Bounded(std::string_view text, std::string_view name) {
    if (text.size() > kMaxTextBytes) Fail("." + std::string(name), "is too long");
    return std::string(text.substr(0, kMaxTextBytes));
  }

  void ReadTimestamp(Feedback& feedback) {
    const std::string text = Required("outcomeTimestamp");
    if (text.empty()) return;
    const Result<TimePoint> instant = ParseInstant(text);
    if (!instant.ok()) return Fail(".outcomeTimestamp", instant.error().message);
    feedback.outcome_timestamp = FormatUtc(*instant);
  }

  void ReadSuggestions(Feedback& feedback) {
    const JsonValue list = json_.Get("acceptedSuggestions");
    if (feedback.outcome == "accepted" && (!list.is_array() || list.size() == 0)) {
      Fail(".acceptedSuggestions", "an accepted card needs at least one suggestion");
    }
    JsonWriter ids;
    ids.BeginArray();
    std::size_t index = 0;
    for (const JsonValue suggestion : list.elements()) {
      const std::string_view id = suggestion.Get("id").string_or({});
      if (id.empty()) {
        Fail(".acceptedSuggestions[" + std::to_string(index) + "].id", "required text is missing");
      }
      ids.String(Bounded(id, "acceptedSuggestions"));
      ++index;
    }
    feedback.accepted_suggestions = std::move(ids.EndArray()).Take();
  }

  // Epic's documentation writes the member in the plural.
  void ReadOverrideReason(Feedback& feedback) {
    JsonValue reason = json_.Get("overrideReason");
    if (!reason.exists()) reason = json_.Get("overrideReasons");
    if (reason.is_array()) reason = reason.At(0);
    if (!reason.exists() || reason.is_null()) return;
    if (!reason.is_object()) return Fail(".overrideReason", "is not an object");
    const JsonValue coding = reason.Get("reason");
    if (coding.exists()) {
      feedback.reason_code = Bounded(coding.Get("code").string_or({}), "overrideReason");
      feedback.reason_system = Bounded(coding.Get("system").string_or({}), "overrideReason");
      feedback.reason_display = Bounded(coding.Get("display").string_or({}), "overrideReason");
      if (feedback.reason_code.empty() || feedback.reason_system.empty()) {
        Fail(".overrideReason.reason", "needs code and system");
      }
    }
    feedback.user_comment =
        Personal(Bounded(reason.Get("userComment").string_or({}), "overrideReason.userComment"));
  }

  JsonValue json_;
  std::string path_;
  Issues& issues_;
};

}  // namespace

FeedbackReading ReadFeedback(JsonValue body) {
  FeedbackReading reading;
  const JsonValue list = body.Get("feedback");
  if (!list.is_array() || list.size() == 0) {
    reading.issues.push_back({Severity::kError, "is not an array with reports", "$.feedback"});
  } else if (list.size() > kMaxItems) {
    reading.issues.push_back({Severity::kError, "holds too many reports", "$.feedback"});
  } else {
    std::size_t index = 0;
    for (const JsonValue item : list.elements()) {
      const std::string path = "$.feedback[" + std::to_string(index++) + "]";
      reading.items.push_back(Reader(item, path, reading.issues).Read());
    }
  }
  return reading;
}

}  // namespace wervelwijzer::hooks
