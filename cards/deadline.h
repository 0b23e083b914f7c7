#pragma once

// From which moment a deadline counts, when it falls, and whether it has passed (cards.md section
// 7: a deadline is never counted anew from the moment of viewing when the record knows better).

#include <optional>
#include <string>
#include <string_view>

#include "base/clock.h"
#include "cards/consultation.h"

namespace wervelwijzer::cards {

// What a deadline counts from.
struct ClockStart {
  enum class From { kSuspicionDate, kOldestRecord, kDiagnosisDate, kImagingReport, kCall };
  From from = From::kCall;
  TimePoint at;
  std::string reference;  // of the record that it was read from; may be empty
};

struct Deadline {
  TimePoint at;
  ClockStart start;
  bool has_passed = false;
};

// Imaging: the date of suspicion, else the oldest record of the sign or suspicion that decides (not
// of plain back pain, which may be years old), else the call.
ClockStart ImagingStart(const Consultation& consultation);
// Therapy: the date of the definitive diagnosis, else the call.
ClockStart TherapyStart(const Consultation& consultation);

// By when treatment of established metastases has to begin: certain, or the most urgent term still
// possible when a sign is recorded. Nothing when no term runs.
std::optional<Deadline> TherapyDeadline(const Consultation& consultation);

// The end of `term` counted from the call, but not after the treatment has to begin (while that is
// still to come). Nothing when `term` is none.
std::optional<TimePoint> LatestFor(const Consultation& consultation, std::string_view term);

// Biopsy: the oldest record of the imaging result, else the call.
ClockStart ReportStart(const Consultation& consultation);

// `term` (`PT12H`, `P7D`) after `start`, as DeadlineAfter counts; nothing when it is neither or
// more than ten years.
std::optional<TimePoint> TermAfter(TimePoint start, std::string_view term, const TimeZone& zone);

// `term` (`PT12H`, `P7D`) after `start`. Hours are absolute, days are calendar days in the region's
// zone (the same time of day, also across the change of the clock). Nothing when `term` is neither.
std::optional<Deadline> DeadlineAfter(const Consultation& consultation, const ClockStart& start,
                                      std::string_view term);

// Length of `term` in hours; 0 when it is none.
int HoursOf(std::string_view term);

// FHIR request priority that asks for `term`: up to 12 h `stat`, 24 h `asap`, one week `urgent`,
// else `routine`; a passed deadline is always `stat`.
const char* PriorityFor(std::string_view term, bool has_passed);
// The same for a length of time.
const char* PriorityUntil(Duration left);

}  // namespace wervelwijzer::cards
