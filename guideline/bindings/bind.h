#pragma once

// From the record to the inputs: one pass over the resources of a request.

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/call_budget.h"
#include "base/clock.h"
#include "base/issue.h"
#include "base/json.h"
#include "fhir/record.h"
#include "guideline/inputs.h"
#include "terminology/terminology.h"

namespace wervelwijzer::guideline {

// What an order, request or procedure is about, as far as the cards need to know.
enum class OrderKind {
  kMriWholeSpine,
  kMriPartOfSpine,
  kCtSpine,
  kPlainFilmSpine,
  kBoneScan,
  kPetCt,
  kBiopsy,
  kCorticosteroid,
  kProtonPumpInhibitor,
  kNsaid,
  kAnticoagulant,
  kRadiotherapySpine,
  kRadiotherapyBrain,
  kRadiotherapyOther,
  kSpineSurgery,
  kVertebroplasty,
  kSystemicTherapy,
  kReferralSpine,
  kReferralNeuroOncology,
  kSpinalMdo,
  kBrainMdo,
  kMriBrain,
  kOther
};

// One thing that was asked for, planned, given or done.
struct Order {
  OrderKind kind = OrderKind::kOther;
  std::string resource_type;  // `ServiceRequest`
  std::string reference;      // `ServiceRequest/12`
  // As in the record: `draft`, `active`, `completed`; of a course of medicine what status, period
  // and stop come to together; `unknown` where a modifier is not understood.
  std::string status;
  std::string intent;                 // `proposal`, `order`, …; may be empty
  std::string priority;               // `routine`, `urgent`, `asap`, `stat`; may be empty
  std::optional<TimePoint> authored;  // when it was asked for
  std::optional<TimePoint> due;       // latest moment at which it happens, when it says so
  std::string text;                   // displayed text; from the request, never trusted
  bool selected = false;              // among the selections of order-select
  bool draft = false;                 // among the drafts of the request's context
  bool is_past = false;               // of an earlier episode (events.tsv): it satisfies nothing
  std::optional<TimePoint> starts;    // the earliest moment for which it is asked, when it says so
  JsonValue resource;                 // valid as long as the request
  // Of medicines: it is dexamethasone, by a code or the name of the medicine or of the Medication
  // that it refers to.
  bool is_dexamethasone = false;
  // No code of it is of a system that is covered or linked, and its words say nothing either.
  bool is_unread = false;
  // Milligrams in one tablet or capsule, as far as code, ingredient or name tell.
  std::optional<double> milligrams_each = {};
};

// A question raised by free text or an imprecise code: never sets an input.
struct Hint {
  std::string input;  // id of the input it is about
  std::string reference;
  std::string what;  // `report-mentions`, `imprecise-code`, …
  // When it was said, at the earliest and at the latest; absent as for Statement.
  std::optional<TimePoint> first{}, last{};
  std::string text{};  // displayed text; from the request, never trusted
};

struct BoundRecord {
  Inputs inputs;
  std::vector<Order> orders;
  std::vector<Hint> hints;
  Issues issues;                  // defects inside resources; never fail the call
  std::string patient_reference;  // `Patient/1`
  std::string encounter_reference;
  std::string requester_reference;
  // Resources whose code may lie below one of ours: it stands in no table, and no hierarchy of its
  // system that is loaded knows it. What they say is unknown, never "no".
  std::size_t unplaced = 0;
  bool is_deceased = false;  // the Patient resource says so: there is nothing to advise
  // Medicines in use, or perhaps in use, of which no code could be compared with anything (a system
  // that is neither covered nor linked, or words alone): their names as the record displays them,
  // each once; from the request, never trusted.
  std::vector<std::string> unread_medicines = {};
  // The same of diagnoses and findings that hold or may hold: no system of their codes is known.
  // What has no code at all is not among them.
  std::vector<std::string> unread_diagnoses = {};
};

struct BindOptions {
  TimePoint now;
  TimeZone zone = TimeZone::Amsterdam();
  std::string patient_id;  // of the request's context; empty: the only Patient
  // Looked at between resources: what is bound after it was spent lacks resources and is of no use.
  const CallBudget* budget = nullptr;  // null: no limit
};

// Reads the tables of guideline/bindings once; immutable afterwards, shared by threads. The
// catalogue must outlive the bindings and what they bind.
class Bindings {
 public:
  // `parameters` are those of the guideline: what counts as recent.
  static Result<Bindings> Load(const std::string& directory, const InputCatalogue& catalogue,
                               const terminology::Terminology& terminology,
                               std::span<const dmn::Parameter> parameters);
  Bindings(Bindings&&) noexcept;
  Bindings& operator=(Bindings&&) noexcept;
  ~Bindings();

  BoundRecord Bind(const fhir::Record& record, const BindOptions& options) const;

 private:
  struct Impl;
  explicit Bindings(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

}  // namespace wervelwijzer::guideline
