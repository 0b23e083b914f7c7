#pragma once

// Inputs to decisions: what the rest of the program calls. No I/O, cannot fail.

#include <array>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/json.h"
#include "base/result.h"
#include "guideline/dmn/program.h"
#include "guideline/inputs.h"

namespace wervelwijzer::guideline {

enum class DecisionStatus { kDetermined, kUndetermined, kInconsistent, kNotApplicable };
const char* StatusName(DecisionStatus status);  // `determined`, …

using dmn::OutputValue;

// The members of one result as the contract prints them: `outcome` first, then `deadline`,
// `steroids`, …; a member without a value is not there.
using Members = std::vector<std::pair<std::string, OutputValue>>;

// One result. Cheap to copy: the results of a table are made once and only pointed to. One that
// came from a Guideline is valid as long as that Guideline, as the ids in Decision are.
class DecisionResult {
 public:
  DecisionResult() = default;
  explicit DecisionResult(Members members)
      : members_(std::make_shared<const Members>(std::move(members))) {}
  // `members` must outlive the result and its copies.
  static DecisionResult PointTo(const Members& members);

  const Members& members() const;
  // The value of a text member, or empty.
  std::string_view Text(std::string_view member) const;
  const OutputValue* Find(std::string_view member) const;
  bool operator==(const DecisionResult& other) const { return members() == other.members(); }

 private:
  std::shared_ptr<const Members> members_;  // null: no members
};

// A list beside or in place of the outcome: what certainly holds and what may.
struct CodeList {
  std::string name;  // `codes`, `flags`, `missing`, `participants`, or `outcome`
  std::vector<std::string> certain;
  std::vector<std::string> undetermined;
};

// What one value of a deciding input would leave.
struct WhatIf {
  std::string input;
  std::string value;                     // the atom's text
  std::vector<DecisionResult> possible;  // one: that value decides
};

// One patient of whom it is asked what would be decided if more were known. For one thread; keeps
// what its questions have in common. The inputs and the guideline that made it outlive it.
class Supposition {
 public:
  virtual ~Supposition() = default;
  // What each value of `input` that is still possible would leave of `decision`. Only the asked
  // input is narrowed, and what is computed from it; what it would imply about others is left as it
  // is, because the question is about the tables. Empty for an id that does not exist, and for an
  // input that no table names.
  virtual std::vector<WhatIf> Ask(std::string_view decision, std::string_view input) = 0;
};

// One decision of the guideline, in the form of `decide` (docs/integrators). Its views are into the
// Guideline that made it.
struct Decision {
  std::string_view id;     // `imaging-urgency`
  std::string_view model;  // `spinal-diagnostics@1`: file and version
  DecisionStatus status = DecisionStatus::kUndetermined;
  DecisionResult result;                 // determined
  std::vector<DecisionResult> possible;  // undetermined, in table order
  std::optional<DecisionResult> safest;  // undetermined, of the six urgency decisions
  std::vector<std::string_view> needed;  // input ids, those that decide most first
  std::vector<std::pair<std::string, std::vector<OutputValue>>> open_details;  // determined
  std::vector<std::string_view> needed_for_details;
  std::vector<CodeList> lists;
  std::vector<std::string_view> rules;
  std::vector<std::pair<std::string, double>> parameters;

  // The outcome when it is certain, else empty.
  std::string_view outcome() const;
  // True when `code` is the outcome of some still possible result (or the certain one).
  bool MayBe(std::string_view code) const;
  bool IsCertainly(std::string_view code) const;
  const CodeList* List(std::string_view name) const;
};

// Makes the decisions of one patient, each when it is asked for. Pure: the same index, the same
// decision.
class DecisionSource {
 public:
  virtual ~DecisionSource() = default;
  // Their ids, in the order of the tables.
  virtual std::span<const std::string_view> ids() const = 0;
  virtual Decision Decide(std::size_t index) const = 0;
  // What more answers about the same patient would decide.
  virtual std::unique_ptr<Supposition> Suppose() const = 0;
};

// For one thread.
class Decisions {
 public:
  Decisions() = default;
  // Asks `source` for a decision when somebody first wants to see it.
  explicit Decisions(std::shared_ptr<const DecisionSource> source);

  std::span<const Decision> all() const&;
  std::span<const Decision> all() && = delete;  // would outlive the decisions
  // Null when the id is not among them.
  const Decision* Find(std::string_view id) const;
  // REQUIRES: an id of the guideline. Aborts otherwise: a wrong id is a programming error.
  const Decision& Get(std::string_view id) const;
  // Null when the decisions were all made at once: the Guideline can suppose then.
  std::unique_ptr<Supposition> Suppose() const {
    return source_ == nullptr ? nullptr : source_->Suppose();
  }
  std::vector<Decision>& mutable_all() { return decisions_; }

 private:
  const Decision& At(std::size_t index) const;

  std::shared_ptr<const DecisionSource> source_;  // null: all are there
  // By index of the source, null while nobody looked.
  mutable std::vector<std::unique_ptr<const Decision>> made_;
  mutable std::vector<Decision> decisions_;  // with a source only filled for who wants them all
};

// Which part of the guideline a caller wants.
enum class Module { kAll, kSpinal, kBrain };  // both include consistency-check

// Models, catalogue and parameters, loaded once, immutable, shared by threads.
class Guideline {
 public:
  // Loads guideline/models from `directory` (models, inputs.tsv, parameters.tsv) and refuses what
  // does not verify. `overrides` change parameters within their bounds.
  static Result<std::shared_ptr<const Guideline>> Load(
      const std::string& directory, std::span<const dmn::Parameter> overrides = {});

  virtual ~Guideline() = default;
  virtual const InputCatalogue& catalogue() const = 0;
  virtual const dmn::Program& program() const = 0;
  // The named constants with the overrides put in; those of the bindings too.
  virtual std::span<const dmn::Parameter> parameters() const = 0;
  // Ids of the guideline's decisions in the order of the tables.
  virtual std::span<const std::string> decision_ids() const = 0;
  // The inputs that the tables of a decision name, in their order, each once; a member of a set
  // counts as the set. Empty for another id.
  virtual std::span<const std::string> TableInputs(std::string_view decision) const = 0;
  // The same by their places in the catalogue.
  virtual std::span<const CatalogueIndex> TableIndices(std::string_view decision) const = 0;

  // Decides. `inputs` is completed by the derived inputs first (derive.h) and keeps them.
  virtual Decisions Decide(Inputs& inputs, Module module) const = 0;
  // The same decisions, each made when it is first looked at: who shows a few does not wait for
  // all. REQUIRES: guideline and `inputs` outlive them, and `inputs` stays as it is.
  virtual Decisions DecideOnDemand(Inputs& inputs, Module module) const = 0;
  // `inputs` with their derived ones, as one of the above left them; they stay as they are.
  virtual std::unique_ptr<Supposition> Suppose(const Inputs& inputs) const = 0;
  // A trace that a person can read: inputs with evidence, rules that fired or still may, and what
  // excluded the others. `language` is `nl` or `en`.
  virtual std::string Explain(const Inputs& inputs, const Decisions& decisions,
                              std::string_view language) const = 0;
};

// Writes one decision as the contract's object. `extra` of the card extension is the caller's.
void WriteDecision(JsonWriter& writer, const Decision& decision);
// Writes only the members (no braces), so that a caller can add its own.
void WriteDecisionMembers(JsonWriter& writer, const Decision& decision);
// All decisions: `{"<decision-id>": {…}, …}`.
void WriteDecisions(JsonWriter& writer, const Decisions& decisions);

}  // namespace wervelwijzer::guideline
