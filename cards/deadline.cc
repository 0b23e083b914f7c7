#include "cards/deadline.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <chrono>
#include <cmath>
#include <span>

#include "cards/stated_moment.h"

namespace wervelwijzer::cards {
namespace {

using guideline::Evidence;
using guideline::InputState;
using guideline::Origin;

// The oldest record of one input, through the inputs that it was derived from.
void FindOldest(const Consultation& consultation, std::string_view input, int depth,
                std::optional<ClockStart>& oldest) {
  const InputState& state = consultation.inputs().Get(input);
  // Where sayings contradict each other the older may be the denial: a term is passed only when it
  // has passed from the newest.
  std::optional<TimePoint> newest;
  for (const Evidence& evidence : state.evidence) {
    const bool counts = evidence.time && *evidence.time <= consultation.now();
    if (counts && (!newest || *evidence.time > *newest)) newest = evidence.time;
  }
  for (const Evidence& evidence : state.evidence) {
    if (!evidence.time || *evidence.time > consultation.now()) continue;
    if (state.conflicting && evidence.time != newest) continue;
    if (oldest && oldest->at <= *evidence.time) continue;
    oldest = ClockStart{ClockStart::From::kOldestRecord, *evidence.time, evidence.reference};
  }
  if (state.origin != Origin::kDerived || depth > 3) return;
  for (const std::string& source : state.derived_from) {
    FindOldest(consultation, source, depth + 1, oldest);
  }
}

// The inputs that make the haste, most urgent first, in the order of the rows of imaging-urgency.
std::span<const std::string_view> DecidingInputs(const Consultation& consultation) {
  static constexpr std::array<std::string_view, 4> kCompression = {
      "clinical-cord-cauda-compression", "paraplegia-completeness", "progressive-cord-deficit",
      "bladder-bowel-dysfunction"};
  static constexpr std::array<std::string_view, 1> kLhermitte = {"lhermitte"};
  static constexpr std::array<std::string_view, 1> kDeficit = {"radicular-deficit"};
  static constexpr std::array<std::string_view, 1> kRootPain = {"radicular-pain"};
  static constexpr std::array<std::string_view, 8> kSuspicion = {
      "clinician-states-suspicion", "alarm-nocturnal-pain",    "alarm-progressive-pain",
      "alarm-new-local-pain",       "alarm-percussion-pain",   "alarm-moderate-condition",
      "alarm-severe-all-postures",  "alarm-interscapular-pain"};
  if (consultation.HasCompressionSigns()) return kCompression;
  if (consultation.HasRecorded("lhermitte", "false")) return kLhermitte;
  if (consultation.HasRecorded("radicular-deficit", "none")) return kDeficit;
  if (consultation.HasRecorded("radicular-pain", "none")) return kRootPain;
  return kSuspicion;
}

std::optional<ClockStart> StatedDate(const Consultation& consultation, std::string_view input,
                                     ClockStart::From from) {
  const InputState& state = consultation.inputs().Get(input);
  if (state.origin == Origin::kUnknown || state.values.ranges.empty()) return std::nullopt;
  double day = state.values.ranges.front().low;
  for (const dmn::Interval& range : state.values.ranges) day = std::min(day, range.low);
  // A date without a time begins at midnight: the earliest moment is the safe one.
  const auto whole = static_cast<std::int64_t>(std::floor(day));
  const TimePoint midnight = consultation.situation().zone.ToInstant(DateOfDayNumber(whole));
  TimePoint at = midnight + Duration(static_cast<std::int64_t>((day - std::floor(day)) * 86400e3));
  const auto exact = FindStatedMoment(consultation, input);
  const bool same_days = exact && *exact >= at && *exact < at + std::chrono::hours(25);
  if (same_days) at = *exact;
  // A code whose record has a time keeps its minute.
  for (const Evidence& evidence : state.evidence) {
    const bool is_of_that_day = evidence.time && *evidence.time > midnight &&
                                *evidence.time < midnight + std::chrono::hours(25);
    if (!same_days && is_of_that_day) at = std::max(at, *evidence.time);
  }
  std::string reference;
  for (const Evidence& evidence : state.evidence) {
    if (reference.empty()) reference = evidence.reference;
  }
  if (at > consultation.now()) return std::nullopt;  // a date to come starts no clock
  return ClockStart{from, at, reference};
}

ClockStart FromCall(const Consultation& consultation) {
  return {ClockStart::From::kCall, consultation.now(), {}};
}

}  // namespace

ClockStart ImagingStart(const Consultation& consultation) {
  if (auto stated = StatedDate(consultation, "suspicion-date", ClockStart::From::kSuspicionDate)) {
    return *stated;
  }
  std::optional<ClockStart> oldest;
  for (const std::string_view input : DecidingInputs(consultation)) {
    const bool is_positive =
        consultation.HasRecorded(input, "false") && consultation.HasRecorded(input, "none");
    if (is_positive) FindOldest(consultation, input, 0, oldest);
  }
  return oldest ? *oldest : FromCall(consultation);
}

ClockStart TherapyStart(const Consultation& consultation) {
  const auto stated = StatedDate(consultation, "spinal-metastases-diagnosis-date",
                                 ClockStart::From::kDiagnosisDate);
  // Metastases that were known long before the compression do not start its clock; a diagnosis of
  // the same days does, being the earlier of the two.
  constexpr auto kOneEpisode = std::chrono::hours(7 * 24);
  std::optional<ClockStart> compression;
  for (const std::string_view input :
       {"radiological-mescc", "clinical-cord-cauda-compression", "paraplegia-completeness"}) {
    const bool is_positive =
        consultation.HasRecorded(input, "false") && consultation.HasRecorded(input, "none");
    if (is_positive) FindOldest(consultation, input, 0, compression);
  }
  if (stated && (!compression || compression->at <= stated->at + kOneEpisode)) return *stated;
  if (compression && (stated || consultation.HasCompressionSigns())) return *compression;
  return stated ? *stated : FromCall(consultation);
}

ClockStart ReportStart(const Consultation& consultation) {
  std::optional<ClockStart> oldest;
  FindOldest(consultation, "imaging-fits-metastases", 0, oldest);
  if (!oldest) return FromCall(consultation);
  oldest->from = ClockStart::From::kImagingReport;
  return *oldest;
}

int HoursOf(std::string_view term) {
  const bool hours = term.starts_with("PT") && term.ends_with('H');
  const bool days = term.starts_with("P") && term.ends_with('D');
  if (!hours && !days) return 0;
  const std::string_view digits = term.substr(hours ? 2 : 1, term.size() - (hours ? 3 : 2));
  int number = 0;
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), number);
  constexpr int kMost = 1'000'000;
  if (error != std::errc() || end != digits.data() + digits.size() || number > kMost) return 0;
  return hours ? number : number * 24;
}

std::optional<TimePoint> TermAfter(TimePoint start, std::string_view term, const TimeZone& zone) {
  constexpr int kMostHours = 10 * 366 * 24;
  const int hours = HoursOf(term);
  if (hours <= 0 || hours > kMostHours) return std::nullopt;
  if (!term.ends_with('D')) return start + std::chrono::hours(hours);
  const CivilTime from = zone.ToCivil(start);
  CivilTime civil = DateOfDayNumber(DayNumber(from.year, from.month, from.day) + hours / 24);
  civil.hour = from.hour;
  civil.minute = from.minute;
  civil.second = from.second;
  return zone.ToInstant(civil);
}

std::optional<Deadline> DeadlineAfter(const Consultation& consultation, const ClockStart& start,
                                      std::string_view term) {
  const std::optional<TimePoint> at = TermAfter(start.at, term, consultation.situation().zone);
  if (!at) return std::nullopt;
  return Deadline{*at, start, *at < consultation.now()};
}

std::optional<Deadline> TherapyDeadline(const Consultation& consultation) {
  if (!consultation.HasEstablishedMetastases()) return std::nullopt;
  const guideline::Decision* decision = consultation.Find("max-time-to-therapy");
  if (decision == nullptr) return std::nullopt;
  const bool determined = decision->status == guideline::DecisionStatus::kDetermined;
  const bool is_open = decision->status == guideline::DecisionStatus::kUndetermined &&
                       consultation.HasSign() && decision->safest;
  if (!determined && !is_open) return std::nullopt;
  const bool is_left_untreated =
      consultation.Is("symptomatic", "false") &&
      (consultation.Is("planned-local-treatment", "none") ||
       consultation.Outcome("treatment-indication") == "no-local-consider-systemic");
  if (is_left_untreated) return std::nullopt;  // then no term runs
  const guideline::DecisionResult& result = determined ? decision->result : *decision->safest;
  return DeadlineAfter(consultation, TherapyStart(consultation), result.Text("deadline"));
}

std::optional<TimePoint> LatestFor(const Consultation& consultation, std::string_view term) {
  std::optional<TimePoint> latest =
      TermAfter(consultation.now(), term, consultation.situation().zone);
  const std::optional<Deadline> therapy = TherapyDeadline(consultation);
  if (latest && therapy && !therapy->has_passed) latest = std::min(*latest, therapy->at);
  return latest;
}

const char* PriorityUntil(Duration left) {
  if (left <= std::chrono::hours(12)) return "stat";
  if (left <= std::chrono::hours(24)) return "asap";
  return left <= std::chrono::hours(7 * 24) ? "urgent" : "routine";
}

const char* PriorityFor(std::string_view term, bool has_passed) {
  const int hours = HoursOf(term);
  if (has_passed || (hours > 0 && hours <= 12)) return "stat";
  if (hours > 0 && hours <= 24) return "asap";
  return hours > 0 && hours <= 7 * 24 ? "urgent" : "routine";
}

}  // namespace wervelwijzer::cards
