#pragma once

// What a card function sees: the situation, the words in the client's language, the writer of
// resources in the client's version, and questions about the patient that several cards ask.
//
// Every question says what happens when something is not known: `Is…` and `Has…` are true only when
// the record says so for certain, `May…` unless the record excludes it.

#include <forward_list>
#include <initializer_list>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "cards/compose.h"
#include "cards/resource_writer.h"
#include "cards/text.h"
#include "guideline/evaluate.h"

namespace wervelwijzer::cards {

// Why no treatment of the metastases is wanted or possible any more (cards come second to it).
enum class TreatmentLimit {
  kNone,
  kNoWish,    // it is recorded that the patient does not want treatment
  kDying,     // the dying phase
  kTwoWeeks,  // life expectancy of two weeks or less
};

// An input that was looked up once: what it is, and what is known of it.
struct InputView {
  std::string_view id;
  const guideline::InputDefinition* definition;  // null for an id that the catalogue does not know
  const guideline::InputState* state;            // never null
};

class Consultation {
 public:
  Consultation(const Situation& situation, const guideline::Guideline& guideline, Words words,
               const UuidSource& uuid);

  const Situation& situation() const { return *situation_; }
  const guideline::Guideline& guideline() const { return *guideline_; }
  const Words& words() const { return words_; }
  const guideline::Inputs& inputs() const { return situation_->record->inputs; }
  std::span<const guideline::Order> orders() const { return situation_->record->orders; }
  std::string NewUuid() const { return (*uuid_)(); }
  TimePoint now() const { return situation_->now; }
  // FormatMoment of it. Most cards say the same one or two moments several times, so that what was
  // said is kept.
  const std::string& SayMoment(TimePoint moment) const;
  // FormatRecordDate of it, or that there is no date. The date is one of the record.
  const std::string& SayRecordDate(std::string_view date) const;
  // A Task whose `focus`, or a `basedOn` of it, ends in that id: it may be about the order with it.
  struct NamedTask {
    std::string_view id;
    const fhir::Resource* task;
  };
  std::span<const NamedTask> TasksNaming(std::string_view id) const;
  InputView Look(std::string_view input) const;
  // What more answers about this patient would decide; begun at the first question.
  guideline::Supposition& supposition() const;
  // Null for a version in which no suggestions are written.
  const ResourceWriter* writer() const { return writer_.get(); }
  bool is_order_hook() const { return situation_->hook != Hook::kPatientView; }

  // Null when the service does not evaluate that decision. It is made when it is first asked for:
  // ask what the inputs tell before.
  const guideline::Decision* Find(std::string_view decision) const;
  // The outcome when it is certain, else empty.
  std::string_view Outcome(std::string_view decision) const;
  // False when the decision is not evaluated or not applicable.
  bool OutcomeMayBe(std::string_view decision, std::string_view outcome) const;
  bool IsInconsistent(std::string_view decision) const;

  bool Is(const OwnName& input, std::string_view code) const;   // certain
  bool May(const OwnName& input, std::string_view code) const;  // not excluded
  // True when some statement says another value than `negative`: certain, or one of two statements
  // of the same time that contradict each other. A sign that somebody recorded is not waved away.
  bool HasRecorded(const OwnName& input, std::string_view negative) const;
  // The same for who has its state already.
  static bool HasRecorded(const guideline::InputState& state, std::string_view negative);
  // True for something found in the patient: recorded, and not as absent. Numbers and dates count;
  // what is only about the examination itself (can MRI be made) does not.
  bool IsFinding(const OwnName& input) const;
  // The same for who has its state already.
  bool IsFinding(std::string_view input, const guideline::InputState& state) const;
  // Upper and lower bound of a number, when anything is known of it.
  std::optional<dmn::Interval> Bounds(const OwnName& input) const;

  TreatmentLimit FindTreatmentLimit() const;
  bool HasCompressionSigns() const;  // recorded signs of cord or cauda compression
  bool HasSign() const;              // compression, Lhermitte or radicular deficit
  bool HasDeficit() const;           // any recorded neurological deficit
  bool HasEstablishedMetastases() const;
  bool IsSuspected() const;     // clinical-suspicion certain
  bool MayBeSuspected() const;  // pain or a sign in a patient with cancer, not judged yet
  bool IsOutOfScope() const;
  bool IsSpineRelevant() const;  // suspicion, signs of compression, or established metastases
  bool IsBrainRelevant() const;  // known brain metastases
  bool HasCertainRedFlag() const;

 private:
  const Situation* situation_;
  const guideline::Guideline* guideline_;
  Words words_;
  const UuidSource* uuid_;
  std::unique_ptr<ResourceWriter> writer_;
  mutable std::unique_ptr<guideline::Supposition> supposition_;
  mutable std::optional<std::vector<NamedTask>> tasks_;  // by id; read when first asked for
  mutable std::forward_list<std::pair<TimePoint, std::string>> moments_;
  mutable std::forward_list<std::pair<std::string_view, std::string>> dates_;
};

}  // namespace wervelwijzer::cards
