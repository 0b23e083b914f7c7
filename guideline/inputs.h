#pragma once

// The guideline's inputs and what is known of them for one patient.
//
// An input is never nullable: it is the non-empty set of values that it can still have, with the
// evidence beside it. Known: one value. Narrowed: some. Unknown: all. Missing is not false.

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "base/issue.h"
#include "base/json.h"
#include "base/result.h"
#include "base/short_text.h"
#include "guideline/dmn/program.h"

namespace wervelwijzer::guideline {

enum class InputType { kBoolean, kEnumeration, kNumber, kDuration, kDate, kSet };

// One row of guideline/models/inputs.tsv.
struct InputDefinition {
  std::string id;  // `radicular-deficit`
  InputType type = InputType::kBoolean;
  // Booleans: true, false; enumerations and sets: codes; numbers that know only some values (kps):
  // those values as text.
  std::vector<std::string> allowed_values;
  double minimum = 0, maximum = 0;           // numbers and durations; ends belong to the range
  bool minimum_open = false;                 // `> 0`
  bool whole = false;                        // counts, sins-total, days-since-lastmeter
  std::string unit;                          // `hour`, `day`, `month`, `year`, `mm`, … or empty
  std::string ucum;                          // `h`, `d`, `mo`, `a`, `mm`; empty when there is none
  std::string name_nl, name_en;              // `radiculaire uitval`, `radicular deficit`
  std::string definition_nl, definition_en;  // one sentence, our words

  // True for a value (a code, or a number in the unit above) that the input can have.
  bool Allows(std::string_view code) const;
  bool Allows(double value) const;
};

using CatalogueIndex = std::uint16_t;  // into InputCatalogue::definitions()

class InputCatalogue {
 public:
  // Reads the table. Errors name file and line.
  static Result<InputCatalogue> Load(const std::string& path);

  std::span<const InputDefinition> definitions() const { return definitions_; }
  std::optional<CatalogueIndex> Find(const OwnName& id) const;

 private:
  static constexpr CatalogueIndex kNobody = 0xFFFF;

  struct Place {
    CatalogueIndex index = kNobody;
    std::uint16_t mark = 0;  // of the hash, so that the id of another is not looked at
  };

  // Where the id stands in by_id_, or would stand.
  std::size_t PlaceOf(const OwnName& id) const;

  std::vector<InputDefinition> definitions_;
  // Ids by their hash: an open table of indices, a power of two long and at most half full. It
  // keeps no pointers, so that a catalogue may move.
  std::vector<Place> by_id_;
};

// A set of values. Codes for booleans (`true`, `false`), enumerations and sets; ranges for numbers,
// durations (in the input's unit) and dates (day numbers in the region's zone, a plain or partial
// date being the range of its days).
struct ValueSet {
  std::vector<std::string> codes;
  std::vector<dmn::Interval> ranges;
  bool operator==(const ValueSet&) const = default;

  static ValueSet Code(std::string code);
  static ValueSet Boolean(bool value);  // NOLINT: the value itself is the meaning
  static ValueSet Number(double value);
  static ValueSet Range(double low, double high);  // both ends included
  bool is_single() const;                          // exactly one value
};

// How surely a record says something, the surest first.
enum class Certainty {
  kFirm,     // final, confirmed, completed, active; our own form and codes
  kWeak,     // preliminary, in progress, provisional, a status that is unknown or misspelt
  kPointing  // a wider code, an affirming word, a result whose sense is open: no value is stated
};

// Where a statement about an input comes from.
struct Evidence {
  std::string reference;          // `Observation/123`, or the element's fullUrl; may be empty
  std::string date;               // as written in the record, `2026-11` stays a month; may be empty
  std::optional<TimePoint> time;  // the earliest moment that the date allows (day: 00:00 local)
  std::string text;               // the text shown in the record; from the request, never trusted
  std::string how;  // how it was concluded: `intake`, `local-observation`, `code 94222008 of …`
  std::string parameter{};  // the named one by which it is recent enough; mostly empty
  // The latest moment that the date allows; absent: up to the call.
  std::optional<TimePoint> latest{};
  // When it was first written down (recorded, issued, authored, else last updated), at the
  // earliest; absent: not known.
  std::optional<TimePoint> recorded{};
  Certainty certainty = Certainty::kFirm;
};

enum class Origin { kUnknown, kStated, kDerived };

struct InputState {
  Origin origin = Origin::kUnknown;
  ValueSet values;                        // meaningless when kUnknown
  std::vector<Evidence> evidence;         // of a stated value
  std::vector<std::string> derived_from;  // input ids, when kDerived
  bool conflicting = false;  // statements of the same time differed; values is their union
};

// What is known of one patient. Built by the bindings (or from the input of `decide`), completed by
// Derive (derive.h), read by the evaluation and the cards.
class Inputs {
 public:
  explicit Inputs(const InputCatalogue& catalogue);

  // The catalogue must outlive the inputs.
  const InputCatalogue& catalogue() const { return *catalogue_; }
  // Valid until that input is stated or set anew.
  const InputState& Get(CatalogueIndex index) const {
    return states_[index] == nullptr ? kUnknownState : *states_[index];
  }
  // Unknown for an id that the catalogue does not know.
  const InputState& Get(const OwnName& id) const;
  // Calls `visit(index, state)` for those that are stated or derived, in the order of the
  // catalogue. The visitor may set the input that it is shown, after its last look at the state.
  template <typename Visit>
  void ForEachKnown(Visit visit) const {
    for (std::size_t i = 0; i < states_.size(); ++i) {
      if (states_[i] != nullptr) visit(static_cast<CatalogueIndex>(i), *states_[i]);
    }
  }
  // REQUIRES: the id is in the catalogue and `values` is not empty (a set input may be empty).
  void State(std::string_view id, ValueSet values, Evidence evidence);
  void Set(CatalogueIndex index, InputState&& state);

  // Questions about certainty; each says what happens when the input is unknown.
  bool IsCertainly(const OwnName& id, std::string_view code) const;  // unknown: false
  bool MayBe(const OwnName& id, std::string_view code) const;        // unknown: true
  bool IsKnown(const OwnName& id) const;                             // stated or derived, one value

 private:
  static const InputState kUnknownState;

  const InputCatalogue* catalogue_;
  // Null while unknown. A state is never changed, only replaced: a copy of the inputs shares them.
  std::vector<std::shared_ptr<const InputState>> states_;
};

// The input of `decide` (docs/integrators): `{"<input-id>": value, …}`. Errors name the id.
Result<Inputs> ReadInputs(const InputCatalogue& catalogue, JsonValue object, const TimeZone& zone);

}  // namespace wervelwijzer::guideline
