#pragma once

// A patient in one line: `Condition code=snomed:94602001 recorded=2026-11-01; Observation …`.

#include <string>
#include <string_view>
#include <vector>

#include "fhir/record.h"
#include "guideline/bindings/bind.h"

namespace wervelwijzer::guideline {

// The resources of the line as JSON, each with an id (`r1`, `r2`, …) and, unless it has another,
// the subject `Patient/p`. Throws nothing; a word that is not known aborts the test program.
std::vector<std::string> BuildResources(std::string_view line);

// A record of `Patient/p` (born 1960-05-17, unless another Patient is given) and the given
// resources, and what is bound of it at 2026-11-21 13:00 in Amsterdam.
class BoundPatient {
 public:
  explicit BoundPatient(const std::vector<std::string>& resources,
                        fhir::ResourceOrigin origin = fhir::ResourceOrigin::kPrefetch,
                        const std::string& patient = {});

  const BoundRecord& bound() const { return bound_; }
  // `true`, `a|b`, `48`, `48..72`, or `unknown`; dates as `2026-11-01`.
  std::string Value(std::string_view input) const;
  // The reasons of the hints about the input, in order, between `|`; empty when there is none.
  std::string Hints(std::string_view input) const;

 private:
  std::vector<JsonDocument> documents_;
  fhir::Record record_;
  BoundRecord bound_;
};

const InputCatalogue& ShippedCatalogue();
const Bindings& ShippedBindings();
TimePoint TestNow();

}  // namespace wervelwijzer::guideline
