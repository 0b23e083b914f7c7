#include "guideline/derive.h"

#include <algorithm>
#include <array>
#include <span>
#include <string>
#include <utility>

namespace wervelwijzer::guideline {
namespace {

using Ids = std::vector<std::string>;

bool Has(const ValueSet& values, std::string_view code) {
  return std::ranges::find(values.codes, code) != values.codes.end();
}

// True when the input is known well enough that it cannot be `code`.
bool IsCertainlyNot(const Inputs& inputs, const OwnName& id, std::string_view code) {
  const InputState& state = inputs.Get(id);
  return state.origin != Origin::kUnknown && !Has(state.values, code);
}

// Least and greatest value of a number; nothing when it is unknown.
struct Bounds {
  bool known = false;
  double low = 0, high = 0;
  bool low_open = false;
};

Bounds BoundsOf(const Inputs& inputs, const OwnName& id) {
  const InputState& state = inputs.Get(id);
  Bounds bounds;
  if (state.origin == Origin::kUnknown || state.values.ranges.empty()) return bounds;
  bounds = {true, state.values.ranges.front().low, state.values.ranges.front().high,
            state.values.ranges.front().low_open};
  for (const dmn::Interval& range : state.values.ranges) {
    if (range.low < bounds.low || (range.low == bounds.low && !range.low_open))
      bounds.low_open = range.low_open;
    bounds.low = std::min(bounds.low, range.low);
    bounds.high = std::max(bounds.high, range.high);
  }
  return bounds;
}

bool IsAbove(const Inputs& inputs, const OwnName& id, double limit) {
  const Bounds bounds = BoundsOf(inputs, id);
  return bounds.known && (bounds.low > limit || (bounds.low == limit && bounds.low_open));
}

bool IsWithin(const Inputs& inputs, const OwnName& id, double low, double high) {
  const Bounds bounds = BoundsOf(inputs, id);
  return bounds.known && bounds.low >= low && bounds.high <= high;
}

void Imply(Inputs& inputs, const OwnName& id, ValueSet values, Ids from) {
  const std::optional<CatalogueIndex> index = inputs.catalogue().Find(id);
  if (!index || from.empty() || inputs.Get(*index).origin == Origin::kStated) return;
  InputState state;
  state.origin = Origin::kDerived;
  state.values = std::move(values);
  state.derived_from = std::move(from);
  inputs.Set(*index, std::move(state));
}

void ForgetDerived(Inputs& inputs) {
  inputs.ForEachKnown([&inputs](CatalogueIndex index, const InputState& state) {
    if (state.origin == Origin::kDerived) inputs.Set(index, InputState{});
  });
}

// The codes of one input seen through a table: `A` is `complete`. Nothing while it is unknown.
using CodeTable = std::span<const std::pair<std::string_view, std::string_view>>;

void ImplyThroughTable(Inputs& inputs, const OwnName& from, const OwnName& to, CodeTable table) {
  const InputState& state = inputs.Get(from);
  if (state.origin == Origin::kUnknown) return;
  ValueSet values;
  for (const auto& [code, implied] : table) {
    const bool is_new = std::ranges::find(values.codes, implied) == values.codes.end();
    if (inputs.MayBe(from, code) && is_new) values.codes.emplace_back(implied);
  }
  if (!values.codes.empty()) Imply(inputs, to, std::move(values), {std::string(from.text())});
}

// Appendix E of the guideline of 2015.
constexpr std::array<std::pair<std::string_view, std::string_view>, 5> kParaplegiaOfAsia = {
    {{"A", "complete"},
     {"B", "incomplete"},
     {"C", "incomplete"},
     {"D", "incomplete"},
     {"E", "none"}}};

// The usual table of ECOG against Karnofsky: the classes 0 to 5, each with its Karnofsky scores.
constexpr std::array<std::pair<double, double>, 6> kKarnofskyOfEcog = {
    {{90, 100}, {70, 80}, {50, 60}, {30, 40}, {10, 20}, {0, 0}}};

bool MayLieIn(const ValueSet& values, double low, double high) {
  return std::ranges::any_of(values.ranges, [=](const dmn::Interval& range) {
    return range.low <= high && range.high >= low;
  });
}

void DerivePerformance(Inputs& inputs) {
  const InputState& kps = inputs.Get("kps");
  const InputState& ecog = inputs.Get("ecog");
  ValueSet from_kps, from_ecog;
  for (std::size_t grade = 0; grade < kKarnofskyOfEcog.size(); ++grade) {
    const auto [low, high] = kKarnofskyOfEcog[grade];
    const auto value = static_cast<double>(grade);
    if (MayLieIn(kps.values, low, high)) from_kps.ranges.push_back({value, value, false, false});
    if (MayLieIn(ecog.values, value, value)) from_ecog.ranges.push_back({low, high, false, false});
  }
  const bool kps_stated = kps.origin == Origin::kStated;
  const bool ecog_stated = ecog.origin == Origin::kStated;
  if (kps_stated && !from_kps.ranges.empty()) Imply(inputs, "ecog", std::move(from_kps), {"kps"});
  if (ecog_stated && !from_ecog.ranges.empty())
    Imply(inputs, "kps", std::move(from_ecog), {"ecog"});
}

// SINS (Fisher 2010): the points of each component.
struct SinsPoints {
  std::string_view code;
  int points;
};
struct SinsComponent {
  OwnName id;
  std::array<SinsPoints, 4> points;  // the last one twice where there are three
};
constexpr std::array<SinsComponent, 6> kSins = {{
    {"sins-location", {{{"junctional", 3}, {"mobile", 2}, {"semirigid", 1}, {"rigid", 0}}}},
    {"sins-pain", {{{"mechanical", 3}, {"non-mechanical", 1}, {"none", 0}, {"none", 0}}}},
    {"sins-bone-lesion", {{{"lytic", 2}, {"mixed", 1}, {"blastic", 0}, {"blastic", 0}}}},
    {"sins-alignment",
     {{{"subluxation-translation", 4}, {"deformity", 2}, {"normal", 0}, {"normal", 0}}}},
    {"sins-collapse", {{{"gt50", 3}, {"lt50", 2}, {"none-gt50-body", 1}, {"none", 0}}}},
    {"sins-posterolateral", {{{"bilateral", 3}, {"unilateral", 1}, {"none", 0}, {"none", 0}}}},
}};

void DeriveSinsTotal(Inputs& inputs) {
  int low = 0, high = 0;
  Ids from;
  for (const SinsComponent& component : kSins) {
    const InputState& state = inputs.Get(component.id);
    const bool is_known = state.origin != Origin::kUnknown;
    int least = 99, most = 0;
    for (const auto& [code, points] : component.points) {
      if (is_known && !Has(state.values, code)) continue;
      least = std::min(least, points);
      most = std::max(most, points);
    }
    low += least;
    high += most;
    if (is_known) from.emplace_back(component.id.text());
  }
  if (from.empty()) return;
  Imply(inputs, "sins-total", ValueSet::Range(low, high), std::move(from));
}

// A sign that makes an input true: the sign is not `absent_code`, for certain.
struct Sign {
  OwnName id;
  std::string_view absent_code;
};

Ids CertainSigns(const Inputs& inputs, std::span<const Sign> signs) {
  Ids found;
  for (const Sign& sign : signs)
    if (IsCertainlyNot(inputs, sign.id, sign.absent_code)) found.emplace_back(sign.id.text());
  return found;
}

// The parts of a deficit, as in consistency rule C05.
constexpr std::array<Sign, 6> kDeficitSigns = {{{"radicular-deficit", "none"},
                                                {"clinical-cord-cauda-compression", "false"},
                                                {"paraplegia-completeness", "none"},
                                                {"new-neurological-deficit", "false"},
                                                {"progressive-cord-deficit", "false"},
                                                {"progressive-neurological-deficit", "false"}}};

// What makes metastases symptomatic, as in consistency rule C01; the pain score comes apart.
constexpr std::array<Sign, 7> kSymptoms = {{{"pain-present", "false"},
                                            {"pain-severity", "absent"},
                                            {"radicular-pain", "none"},
                                            {"neurological-deficit", "false"},
                                            {"radicular-deficit", "none"},
                                            {"clinical-cord-cauda-compression", "false"},
                                            {"paraplegia-completeness", "none"}}};

void DeriveSigns(Inputs& inputs) {
  if (IsAbove(inputs, "pain-nrs", 0))
    Imply(inputs, "pain-present", ValueSet::Boolean(true), {"pain-nrs"});
  Imply(inputs, "neurological-deficit", ValueSet::Boolean(true),
        CertainSigns(inputs, kDeficitSigns));
  Ids symptoms = CertainSigns(inputs, kSymptoms);
  if (IsAbove(inputs, "pain-nrs", 0)) symptoms.emplace_back("pain-nrs");
  if (inputs.IsCertainly("cord-compression-status", "symptomatic"))
    symptoms.emplace_back("cord-compression-status");
  Imply(inputs, "symptomatic", ValueSet::Boolean(true), std::move(symptoms));
}

void DeriveCompression(Inputs& inputs) {
  const bool grade_known = inputs.Get("bilsky-grade").origin != Origin::kUnknown;
  const auto lower = {"0", "1a", "1b", "1c"};
  if (grade_known && std::ranges::none_of(lower, [&](const char* grade) {
        return inputs.MayBe("bilsky-grade", grade);
      }))
    Imply(inputs, "radiological-mescc", ValueSet::Boolean(true), {"bilsky-grade"});
  if (inputs.IsCertainly("clinical-cord-cauda-compression", "true")) {
    Imply(inputs, "cord-compression-status", ValueSet::Code("symptomatic"),
          {"clinical-cord-cauda-compression"});
  } else if (inputs.IsCertainly("radiological-mescc", "true")) {
    ValueSet present;
    present.codes = {"asymptomatic", "symptomatic"};
    Imply(inputs, "cord-compression-status", std::move(present), {"radiological-mescc"});
  }
}

// Appendix A of the guideline of 2015: one to three metastases in at most two organs.
void DeriveOligometastases(Inputs& inputs) {
  const bool many = IsAbove(inputs, "metastases-count", 3);
  const bool spread = IsAbove(inputs, "metastatic-organs-count", 2);
  if (many || spread) {
    Ids from;
    if (many) from.emplace_back("metastases-count");
    if (spread) from.emplace_back("metastatic-organs-count");
    Imply(inputs, "oligometastases", ValueSet::Boolean(false), std::move(from));
  } else if (IsWithin(inputs, "metastases-count", 1, 3) &&
             IsWithin(inputs, "metastatic-organs-count", 1, 2)) {
    Imply(inputs, "oligometastases", ValueSet::Boolean(true),
          {"metastases-count", "metastatic-organs-count"});
  }
}

void DerivePrimary(Inputs& inputs) {
  if (inputs.IsKnown("primary-tumour-type") && !inputs.MayBe("primary-tumour-type", "unknown"))
    Imply(inputs, "primary-tumour-known", ValueSet::Code("known"), {"primary-tumour-type"});
}

// Decimal scores: 30 % of 4.1 must not depend on the last bit.
constexpr double kTolerance = 1e-9;

// The greatest score that is a relevant decrease from `baseline`; none from 0.
double RelevantUpTo(double baseline) {
  return baseline > 0 ? std::max(baseline - 2, 0.7 * baseline) + kTolerance : -1;
}

// The scores that a pain input can have; all of them when it is unknown.
std::vector<dmn::Interval> ScoresOf(const Inputs& inputs, const OwnName& id) {
  const InputState& state = inputs.Get(id);
  if (state.origin == Origin::kUnknown) return {{0, 10, false, false}};
  return state.values.ranges;
}

double Least(const std::vector<dmn::Interval>& scores) {
  return std::ranges::min(scores, {}, &dmn::Interval::low).low;
}
double Greatest(const std::vector<dmn::Interval>& scores) {
  return std::ranges::max(scores, {}, &dmn::Interval::high).high;
}

}  // namespace

// Each step comes after those that it reads: no step needs a second turn.
void Derive(Inputs& inputs) {
  ForgetDerived(inputs);
  DerivePerformance(inputs);
  DeriveSinsTotal(inputs);
  ImplyThroughTable(inputs, "asia-grade", "paraplegia-completeness", kParaplegiaOfAsia);
  DeriveCompression(inputs);
  DeriveSigns(inputs);
  DeriveOligometastases(inputs);
  DerivePrimary(inputs);
}

// The limit rises with the baseline, so the ends of a range tell about all that lies between.
PainDecrease JudgePainDecrease(const Inputs& inputs) {
  PainDecrease decrease;
  if (inputs.Get("pain-nrs-baseline").origin == Origin::kUnknown) return decrease;
  const std::vector<dmn::Interval> baselines = ScoresOf(inputs, "pain-nrs-baseline");
  const std::vector<dmn::Interval> scores = ScoresOf(inputs, "pain-nrs");
  if (baselines.empty() || scores.empty()) return decrease;
  const double least = Least(scores), greatest = Greatest(scores);
  const double lowest_limit = RelevantUpTo(Least(baselines));
  const double highest_limit = RelevantUpTo(Greatest(baselines));
  decrease.judged = true;
  decrease.may_be_relevant = least <= highest_limit;
  decrease.may_be_irrelevant = greatest > lowest_limit;
  // A score decides when for some baseline the limit lies between the scores, and the reverse.
  decrease.score_decides =
      least < greatest && std::ranges::any_of(baselines, [&](const dmn::Interval& range) {
        return RelevantUpTo(range.low) < greatest && RelevantUpTo(range.high) >= least;
      });
  decrease.baseline_decides =
      lowest_limit < highest_limit && std::ranges::any_of(scores, [&](const dmn::Interval& range) {
        return range.low <= highest_limit && range.high > lowest_limit;
      });
  return decrease;
}

PerformanceBasis FindPerformanceBasis(const Inputs& inputs) {
  if (inputs.Get("kps").origin == Origin::kStated) return PerformanceBasis::kKps;
  if (inputs.Get("ecog").origin == Origin::kStated) return PerformanceBasis::kEcog;
  return PerformanceBasis::kNone;
}

}  // namespace wervelwijzer::guideline
