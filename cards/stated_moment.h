#pragma once

// The instant of a stated date, where the record says the time of day: inputs keep days only, but a
// term of twelve hours counts from the hour.

#include <optional>
#include <string_view>

#include "base/clock.h"
#include "cards/consultation.h"

namespace wervelwijzer::cards {

// From the resource that the statement came from: the answer of a QuestionnaireResponse item whose
// linkId is the input, or the value of an Observation. Nothing when there is no such instant.
std::optional<TimePoint> FindStatedMoment(const Consultation& consultation, std::string_view input);

}  // namespace wervelwijzer::cards
