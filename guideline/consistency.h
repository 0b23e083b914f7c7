#pragma once

// Contradictions among what is known (section 11 of the tables): which consistency rules hold, and
// which inputs make them hold.

#include <string>
#include <vector>

#include "guideline/box.h"
#include "guideline/dmn/program.h"
#include "guideline/plan.h"

namespace wervelwijzer::guideline {

struct Contradiction {
  std::string_view rule;  // `C05`; lives as long as the plan
  InputSet involved;      // inputs of some smallest set of statements that contradict each other
};

// What is needed to ask the engine about one patient.
struct Patient {
  const dmn::Program& program;
  const BoxBuilder& boxes;
  const Inputs& inputs;
  const dmn::Box& box;  // derived values too
  dmn::Workspace& workspace;
};

// The consistency rules that hold for certain, in the order of their ids. An unknown input makes no
// rule hold. `scratch` equals the patient's box, and may be it: it is changed on the way and set
// back.
std::vector<Contradiction> FindContradictions(const Patient& patient, dmn::Box& scratch,
                                              const std::vector<ConsistencyPlan>& rules);

// The same for a patient of whom one input of the tables was changed since `before` was found:
// rules that do not look at it hold as before.
std::vector<Contradiction> FindContradictionsAfter(CatalogueIndex changed,
                                                   const std::vector<Contradiction>& before,
                                                   const Patient& patient, dmn::Box& scratch,
                                                   const std::vector<ConsistencyPlan>& rules);

}  // namespace wervelwijzer::guideline
