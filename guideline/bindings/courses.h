#pragma once

// Courses of medicine: in use, planned, stopped or over, by status, period of use, kind of stop and
// the agreements that end other agreements. Sources: FHIR MedicationRequest, MedicationStatement
// and MedicationDispense; the Dutch building blocks of zib 2017 and of the medication process (zib
// 2020, MP9), whose status is `unknown` or absent: category, period and stop say what holds.

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "fhir/record.h"
#include "guideline/bindings/tables.h"

namespace wervelwijzer::guideline {

// Immutable once made. The record, the modifiers and the options must outlive it.
class Courses {
 public:
  // Collects the agreements of the record that end others.
  Courses(const fhir::Record& record, const std::vector<Modifier>& modifiers,
          const BindOptions& options);

  // The state of a resource whose source is kMedication. kUnclear: its status tells nothing, and
  // it has no period of use that does.
  FactState StateOf(const fhir::Resource& resource) const;

 private:
  // An agreement to stop: what it ends, and when.
  struct Stop {
    const fhir::Resource* resource = nullptr;
    std::string treatment;           // identifier of the whole treatment; may be empty
    std::string prior;               // identifier of the agreement that it ends; may be empty
    std::string_view prior_link;     // literal reference to that agreement; may be empty
    bool is_cancelled = false;       // what it ends never began
    std::optional<TimePoint> said;   // when it was agreed to stop
    std::optional<TimePoint> after;  // the last moment of use; absent: since the record began
  };

  // From when to when it is used; an absent end is open, or not known.
  struct Use {
    std::optional<TimePoint> start, end;
    bool is_cancelled = false;
    bool is_vague = false;  // whether it is over is not known
  };

  // Of several stops what counts for a course: the earliest end and whether one cancels. Two of
  // each, for a stop does not end itself.
  class StopSum {
   public:
    void Add(const Stop& stop);
    void Apply(const fhir::Resource& resource, Use& use) const;

   private:
    const Stop* earliest_[2] = {};
    const Stop* cancelling_[2] = {};
  };
  // The stops of one treatment that spare agreements of one resource type (or of none), the last
  // that was said first; sums[i] is of the stops up to i.
  struct StopsOfTreatment {
    std::vector<const Stop*> stops;
    std::vector<StopSum> sums;
  };

  void IndexStops();
  Use UseOf(const fhir::Resource& resource, ModifierEffect effect) const;
  Use UseAsStopped(const fhir::Resource& resource) const;
  std::optional<TimePoint> SaidAt(const fhir::Resource& resource) const;

  const std::vector<Modifier>& modifiers_;
  const BindOptions& options_;
  std::vector<Stop> stops_;
  // What each stop ends, so that asking for a course looks at few of them.
  std::map<std::string, StopSum> by_prior_;                     // by identifier
  std::map<std::string_view, StopSum, std::less<>> by_link_;    // by the end of the reference
  std::map<std::string, std::map<std::string_view, StopsOfTreatment>> by_treatment_;
};

}  // namespace wervelwijzer::guideline
