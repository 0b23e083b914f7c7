#include "guideline/bindings/courses.h"

#include <algorithm>
#include <utility>

#include "fhir/date.h"
#include "fhir/quantity.h"
#include "fhir/view.h"
#include "guideline/bindings/finding.h"
#include "guideline/bindings/modifiers.h"

namespace wervelwijzer::guideline {
namespace {

using fhir::Field;

enum class Block { kAgreement, kSupply };

// Dutch building blocks by category. What is not listed (use, administration, and all that is not
// Dutch) speaks by its status.
constexpr std::pair<std::string_view, Block> kBlocks[] = {
    {"33633005", Block::kAgreement},     // agreement to prescribe, zib 2020
    {"16076005", Block::kAgreement},     // the same, zib 2017
    {"422037009", Block::kAgreement},    // agreement to administer
    {"395067002", Block::kAgreement},    // variable dosing regimen
    {"52711000146108", Block::kSupply},  // request to dispense
    {"373784005", Block::kSupply},       // dispense
};

std::optional<Block> BlockOf(const fhir::Resource& resource) {
  for (const std::string_view code : fhir::Codes(resource, Field::kCategory)) {
    for (const auto& [known, block] : kBlocks) {
      if (known == code) return block;
    }
  }
  return std::nullopt;
}

// `system|value`; empty without a value.
std::string IdentifierText(JsonValue identifier) {
  const std::string_view value = identifier.Get("value").string_or({});
  if (value.empty()) return {};
  return std::string(identifier.Get("system").string_or({})) + "|" + std::string(value);
}

std::vector<std::string> IdentifiersOf(const fhir::Resource& resource) {
  const JsonValue identifiers = resource.Get("identifier");
  if (identifiers.is_object()) return {IdentifierText(identifiers)};
  std::vector<std::string> texts;
  texts.reserve(identifiers.size());
  for (const JsonValue one : identifiers.elements()) texts.push_back(IdentifierText(one));
  return texts;
}

// `Type/id` of a reference that ends so; else all of it.
std::string_view EndOfLink(std::string_view link) {
  const std::size_t last = link.rfind('/');
  const std::size_t before = last == link.npos || last == 0 ? link.npos : link.rfind('/', last - 1);
  return before == link.npos ? link : link.substr(before + 1);
}

std::string TreatmentOf(const fhir::Resource& resource) {
  return IdentifierText(fhir::First(resource, Field::kTreatment));
}

// Statuses that say nothing about use in an agreement: it was recorded, and its period decides.
bool IsBareStatus(std::string_view status) {
  return status.empty() || status == "unknown" || status == "active" || status == "in-progress" ||
         status == "completed";
}

// Nobody has ordered it, whatever building block it is.
bool IsProposed(const fhir::Resource& resource) {
  const std::string_view intent = fhir::Code(resource, Field::kIntent);
  return intent == "proposal" || intent == "option";
}

// A month or a year of which a part has passed: whether the course is over is not known.
bool IsVague(const std::optional<fhir::TimeRange>& end, TimePoint now) {
  return end && end->text.size() < 10 && *end->first <= now && *end->last >= now;
}

// The lines of the dosage one after the other; nothing when one of them has no length.
std::optional<double> DaysOfDosage(const fhir::Resource& resource) {
  const std::vector<JsonValue> lengths = fhir::Values(resource, Field::kDoseLength);
  if (lengths.empty()) return std::nullopt;
  const JsonValue dosage =
      resource.Get(resource.type == "MedicationStatement" ? "dosage" : "dosageInstruction");
  const std::size_t lines = dosage.is_array() ? dosage.size() : 1;
  if (lengths.size() < lines) return std::nullopt;
  double days = 0;
  for (const JsonValue length : lengths) {
    const auto range = fhir::ReadNumber(length, "d");
    if (!range) return std::nullopt;
    days += range->high;
  }
  return days;
}

Duration Days(double days) {
  constexpr double kCentury = 36525;  // also what `more than` so many days comes to
  days = std::min(days, kCentury);
  return std::chrono::duration_cast<Duration>(std::chrono::duration<double>(days * 86400));
}

template <typename Less>
void Keep(std::optional<TimePoint>& kept, std::optional<TimePoint> other, Less is_less) {
  if (other && (!kept || is_less(*other, *kept))) kept = other;
}

}  // namespace

Courses::Courses(const fhir::Record& record, const std::vector<Modifier>& modifiers,
                 const BindOptions& options)
    : modifiers_(modifiers), options_(options) {
  for (const fhir::Resource& resource : record.resources()) {
    const ModifierEffect effect = EffectOfModifiers(resource, modifiers_);
    if (!EndsCourse(effect) || SourceOf(resource.type) != SourceKind::kMedication) continue;
    if (fhir::Code(resource, Field::kStatus) == "entered-in-error") continue;
    Stop stop;
    stop.resource = &resource;
    stop.treatment = TreatmentOf(resource);
    const JsonValue prior = fhir::First(resource, Field::kPrior);
    stop.prior = IdentifierText(prior.Get("identifier"));
    stop.prior_link = prior.Get("reference").string_or({});
    stop.is_cancelled = effect == ModifierEffect::kCancels;
    stop.said = SaidAt(resource);
    stop.after = UseOf(resource, effect).end;
    stops_.push_back(std::move(stop));
  }
  if (!stops_.empty()) IndexStops();
}

void Courses::IndexStops() {
  for (const Stop& stop : stops_) {
    if (!stop.prior.empty()) by_prior_[stop.prior].Add(stop);
    if (!stop.prior_link.empty()) by_link_[EndOfLink(stop.prior_link)].Add(stop);
    if (stop.treatment.empty() || !stop.said) continue;
    const bool names_another = !stop.prior.empty() || !stop.prior_link.empty();
    const std::string_view spared = names_another ? stop.resource->type : std::string_view();
    by_treatment_[stop.treatment][spared].stops.push_back(&stop);
  }
  for (auto& [treatment, by_spared] : by_treatment_) {
    for (auto& [spared, of_treatment] : by_spared) {
      std::ranges::stable_sort(of_treatment.stops, std::ranges::greater(), &Stop::said);
      StopSum sum;
      for (const Stop* stop : of_treatment.stops) {
        sum.Add(*stop);
        of_treatment.sums.push_back(sum);
      }
    }
  }
}

void Courses::StopSum::Add(const Stop& stop) {
  const auto end = [](const Stop& one) { return one.after.value_or(TimePoint::min()); };
  const Stop* added = &stop;
  for (const Stop*& known : earliest_) {
    if (known == nullptr || end(*added) < end(*known)) std::swap(known, added);
    if (added == nullptr) break;
  }
  for (const Stop*& known : cancelling_) {
    if (!stop.is_cancelled || known != nullptr) continue;
    known = &stop;
    break;
  }
}

void Courses::StopSum::Apply(const fhir::Resource& resource, Use& use) const {
  for (const Stop* stop : earliest_) {
    if (stop == nullptr || stop->resource == &resource) continue;
    Keep(use.end, stop->after.value_or(TimePoint::min()), std::less<>());
  }
  for (const Stop* stop : cancelling_) {
    if (stop != nullptr && stop->resource != &resource) use.is_cancelled = true;
  }
}

std::optional<TimePoint> Courses::SaidAt(const fhir::Resource& resource) const {
  const auto said = fhir::ReadTime(fhir::First(resource, Field::kRecorded), options_.zone);
  return said ? (said->last ? said->last : said->first) : std::nullopt;
}

Courses::Use Courses::UseOf(const fhir::Resource& resource, ModifierEffect effect) const {
  Use use;
  std::vector<JsonValue> periods = fhir::Values(resource, Field::kUsePeriod);
  if (periods.empty()) periods = fhir::Values(resource, Field::kTime);
  bool is_open = false;
  for (const JsonValue period : periods) {
    if (!period.is_object()) continue;  // a moment is no course
    const auto time = fhir::ReadTime(period, options_.zone);
    if (!time) continue;
    Keep(use.start, time->first, std::less<>());
    Keep(use.end, time->last, std::greater<>());
    const auto end = fhir::ReadTime(period.Get("end"), options_.zone);
    use.is_vague = use.is_vague || IsVague(end, options_.now);
    is_open = is_open || !time->last;
  }
  if (is_open) use.end.reset();
  const auto days = fhir::ReadNumber(fhir::First(resource, Field::kUseLength), "d");
  const auto dosage_days = DaysOfDosage(resource);
  const bool counts = !use.end && (days || dosage_days);
  const auto from = use.start || !counts ? use.start : SaidAt(resource);
  if (counts && days && from) {
    use.end = *from + Days(days->high);
    use.start = from;
  }
  // The status of such a course does not follow by itself: it is asked whether it is over.
  if (!use.end && dosage_days && from && *from + Days(*dosage_days) < options_.now) {
    use.is_vague = true;
  }
  const auto ended = fhir::ReadTime(fhir::First(resource, Field::kEnd), options_.zone);
  if (ended) Keep(use.end, ended->last, std::less<>());
  if (!EndsCourse(effect)) return use;
  use.is_cancelled = effect == ModifierEffect::kCancels;
  if (!use.end) use.end = SaidAt(resource).value_or(TimePoint::min());
  return use;
}

// A stop ends the agreement that it names, and whatever else of the same treatment is another kind
// of building block; without a name, all of the treatment. What was said after it stands.
Courses::Use Courses::UseAsStopped(const fhir::Resource& resource) const {
  Use use = UseOf(resource, EffectOfModifiers(resource, modifiers_));
  if (stops_.empty()) return use;
  if (!by_prior_.empty()) {
    for (const std::string& identifier : IdentifiersOf(resource)) {
      const auto found = by_prior_.find(identifier);
      if (found != by_prior_.end()) found->second.Apply(resource, use);
    }
  }
  const std::string reference = resource.Reference();
  const auto linked = reference.empty() ? by_link_.end() : by_link_.find(EndOfLink(reference));
  if (linked != by_link_.end()) linked->second.Apply(resource, use);
  const auto treatment = by_treatment_.find(TreatmentOf(resource));
  const auto said = SaidAt(resource);
  if (treatment == by_treatment_.end() || !said) return use;
  for (const auto& [spared, of_treatment] : treatment->second) {
    if (spared == resource.type) continue;
    // All that were said at the same time or later.
    const auto end = std::ranges::upper_bound(of_treatment.stops, std::optional(*said),
                                              std::ranges::greater(), &Stop::said);
    if (end == of_treatment.stops.begin()) continue;
    of_treatment.sums[static_cast<std::size_t>(end - of_treatment.stops.begin()) - 1].Apply(
        resource, use);
  }
  return use;
}

FactState Courses::StateOf(const fhir::Resource& resource) const {
  const FactState by_status = guideline::StateOf(resource, SourceKind::kMedication, options_);
  if (by_status == FactState::kExcluded || by_status == FactState::kDraft) return by_status;
  if (IsProposed(resource)) return FactState::kPlanned;
  const std::string_view status = fhir::Code(resource, Field::kStatus);
  const auto block = BlockOf(resource);
  const bool agreed = block == Block::kAgreement && IsBareStatus(status);
  if (block == Block::kSupply && by_status == FactState::kUnclear) return FactState::kInactive;
  if (!agreed && by_status != FactState::kActive && by_status != FactState::kUnclear) {
    return by_status;
  }
  const Use use = UseAsStopped(resource);
  if (use.is_cancelled) return FactState::kExcluded;
  if (use.end && *use.end < options_.now) return FactState::kInactive;
  if (use.start && *use.start > options_.now + kClockSkew) return FactState::kPlanned;
  if (use.is_vague) return FactState::kUnclear;
  const bool is_told = status == "active" || use.start || use.end;
  if (agreed) return is_told ? FactState::kActive : FactState::kUnclear;
  return by_status;
}

}  // namespace wervelwijzer::guideline
