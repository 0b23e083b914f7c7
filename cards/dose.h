#pragma once

// How much of a drug an order asks for a day, in the shapes that STU3, R4 and R5 have for it.

#include <optional>

#include "base/json.h"

namespace wervelwijzer::cards {

struct Dose {
  double low = 0, high = 0;  // milligrams a day, or of the single dose
  bool is_single = false;    // given once
};

// The dose of a MedicationRequest or MedicationStatement; nothing when it cannot be read with
// certainty: other units than of mass, or tablets where `milligrams_each` does not say how much is
// in one, no frequency, on demand, or lines that follow each other (a
// scheme, a taper). A line without a dose says nothing about it. Lines beside each other add up.
std::optional<Dose> ReadDose(JsonValue medication, std::optional<double> milligrams_each = {});

}  // namespace wervelwijzer::cards
