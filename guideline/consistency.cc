#include "guideline/consistency.h"

#include <algorithm>
#include <utility>

namespace wervelwijzer::guideline {
namespace {

using dmn::Box;
using dmn::Evaluation;
using dmn::Mask;
using Depth = dmn::Program::Depth;

bool IsNarrowed(Mask mask, Mask everything) {
  return mask != everything && (mask & (mask - 1)) != 0;
}

// True when the rule holds whatever the unknown inputs are. An unknown input never makes it hold:
// one row must do so without it. Of a narrowed input each value that is left is tried, because the
// rows that fit its values need not be the same.
bool Holds(const Patient& patient, const ConsistencyPlan& rule, Box& box) {
  Evaluation evaluation;
  patient.program.Evaluate(rule.decision, box, Depth::kOutcomes, patient.workspace, evaluation);
  if (evaluation.must_rules != 0) return true;
  if (evaluation.must_results == 0) return false;
  for (dmn::InputIndex input : patient.program.decisions()[rule.decision].inputs) {
    const Mask narrowed = box[input];
    if (!IsNarrowed(narrowed, patient.boxes.unknown()[input])) continue;
    bool holds = true;
    for (Mask left = narrowed; holds && left != 0; left &= left - 1) {
      box[input] = left & (~left + 1);
      holds = Holds(patient, rule, box);
    }
    box[input] = narrowed;
    return holds;
  }
  return false;
}

// Finds every input that belongs to some smallest set of statements under which the rule holds:
// one such set is found by leaving out what can be left out, the others each lack one of its
// members (Reiter's hitting-set tree). The sets are small, two statements as a rule.
class InvolvedFinder {
 public:
  InvolvedFinder(const Patient& patient, const ConsistencyPlan& rule)
      : patient_(patient), rule_(rule), involved_(rule.inputs.size()) {}

  InputSet Run() {
    std::vector<CatalogueIndex> known;
    for (std::size_t i = 0; i < rule_.inputs.size(); ++i) {
      const auto index = static_cast<CatalogueIndex>(i);
      if (rule_.inputs[i] && patient_.inputs.Get(index).origin != Origin::kUnknown)
        known.push_back(index);
    }
    Search(known, patient_.box);
    return std::move(involved_);
  }

 private:
  // Far more than any shipped rule takes; a bound so that a strange model cannot stall a request.
  static constexpr int kMaxQuestions = 4000;

  bool StillHolds(const Box& box) {
    ++questions_;
    Box scratch = box;
    return Holds(patient_, rule_, scratch);
  }

  // `box` knows exactly `known` of the rule's inputs.
  void Search(const std::vector<CatalogueIndex>& known, const Box& box) {
    if (questions_ > kMaxQuestions || !StillHolds(box)) return;
    const std::vector<CatalogueIndex> smallest = Shrink(known, box);
    for (CatalogueIndex index : smallest) involved_[index] = true;
    for (CatalogueIndex leave_out : smallest) {
      std::vector<CatalogueIndex> rest;
      for (CatalogueIndex index : known)
        if (index != leave_out) rest.push_back(index);
      Box smaller = box;
      patient_.boxes.Forget(leave_out, smaller);
      if (HasNew(rest)) Search(rest, smaller);
    }
  }

  bool HasNew(const std::vector<CatalogueIndex>& known) const {
    for (CatalogueIndex index : known)
      if (!involved_[index]) return true;
    return false;
  }

  std::vector<CatalogueIndex> Shrink(const std::vector<CatalogueIndex>& known, Box box) {
    std::vector<CatalogueIndex> kept;
    for (CatalogueIndex index : known) {
      Box smaller = box;
      patient_.boxes.Forget(index, smaller);
      if (StillHolds(smaller)) {
        box = std::move(smaller);
      } else {
        kept.push_back(index);
      }
    }
    return kept;
  }

  const Patient& patient_;
  const ConsistencyPlan& rule_;
  InputSet involved_;
  int questions_ = 0;
};

bool KnowsEnough(const Patient& patient, const ConsistencyPlan& rule) {
  std::size_t known = 0;
  for (const dmn::InputIndex input : patient.program.decisions()[rule.decision].inputs) {
    if (patient.box[input] != patient.boxes.unknown()[input]) ++known;
  }
  return known >= rule.least_known;
}

void AddIfItHolds(const Patient& patient, const ConsistencyPlan& rule, Box& scratch,
                  std::vector<Contradiction>& found) {
  if (!KnowsEnough(patient, rule)) return;
  if (Holds(patient, rule, scratch)) {
    found.push_back({rule.id, InvolvedFinder(patient, rule).Run()});
  }
}

}  // namespace

std::vector<Contradiction> FindContradictions(const Patient& patient, Box& scratch,
                                              const std::vector<ConsistencyPlan>& rules) {
  std::vector<Contradiction> found;
  for (const ConsistencyPlan& rule : rules) AddIfItHolds(patient, rule, scratch, found);
  return found;
}

std::vector<Contradiction> FindContradictionsAfter(CatalogueIndex changed,
                                                   const std::vector<Contradiction>& before,
                                                   const Patient& patient, Box& scratch,
                                                   const std::vector<ConsistencyPlan>& rules) {
  std::vector<Contradiction> found;
  for (const ConsistencyPlan& rule : rules) {
    if (rule.inputs[changed]) {
      AddIfItHolds(patient, rule, scratch, found);
      continue;
    }
    const auto known = std::ranges::find(before, rule.id, &Contradiction::rule);
    if (known != before.end()) found.push_back(*known);
  }
  return found;
}

}  // namespace wervelwijzer::guideline
