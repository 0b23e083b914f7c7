#pragma once

// What the record asks in imaging of the spine: shared by the imaging card and the checks on
// orders.

#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>

#include "cards/card_draft.h"
#include "cards/consultation.h"
#include "cards/deadline.h"
#include "cards/suggestions.h"

namespace wervelwijzer::cards {

struct ImagingAdvice {
  std::string term;                  // the safest term still possible, `PT12H`
  std::string latest_term;           // the least urgent one still possible
  Deadline deadline;                 // of `term`
  bool is_open = false;              // other terms are possible too
  bool may_be_imaged = false;        // it is not known whether adequate imaging exists
  bool has_late_paraplegia = false;  // complete paraplegia longer than 48 hours, certainly
  Modality modality = Modality::kMri;
  InputList facts;  // ImagingFacts
};

// Nothing when no imaging is due, and when there is neither suspicion nor a recorded sign in a
// patient in whom it may be. Contradictory findings with a sign give the most cautious term, as an
// open one.
std::optional<ImagingAdvice> FindImagingAdvice(const Consultation& consultation);

// The known inputs that imaging rests on: positive findings first, so that a short table shows
// them.
InputList ImagingFacts(const Consultation& consultation);
// Those of `inputs` of which something is known, recorded findings before what was found absent.
InputList PositiveFirst(const Consultation& consultation, std::initializer_list<OwnName> inputs);

// Indicator of a term: up to 24 h critical, up to a week warning, longer info; a passed deadline is
// critical whatever its term; a late complete paraplegia is at least a warning.
Indicator IndicatorOf(const ImagingAdvice& advice);

OrderBasis BasisOf(const ImagingAdvice& advice);

}  // namespace wervelwijzer::cards
