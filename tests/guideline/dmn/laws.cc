#include "tests/guideline/dmn/laws.h"

#include <algorithm>
#include <bit>
#include <cmath>

namespace wervelwijzer::dmn {
namespace {

using Cell = std::vector<std::size_t>;  // one atom per input of the decision

std::vector<std::size_t> Bits(Mask mask) {
  std::vector<std::size_t> bits;
  for (; mask != 0; mask &= mask - 1)
    bits.push_back(static_cast<std::size_t>(std::countr_zero(mask)));
  return bits;
}

class LawCheck {
 public:
  LawCheck(const Program& program, DecisionIndex index, const CompleteAnswer& answer,
           std::uint64_t seed, const LawBudget& budget)
      : program_(program),
        index_(index),
        decision_(program.decisions()[index]),
        answer_(answer),
        budget_(budget),
        random_(seed),
        workspace_(program),
        box_(program.UnknownBox()) {}

  LawReport Run() {
    CheckAgreement();
    if (report_.enumerated) CheckTight(box_);  // nothing known
    for (std::size_t i = 0; i < budget_.boxes; ++i) CheckTight(BoxWithin(budget_.completions));
    for (std::size_t i = 0; i < budget_.wide_boxes; ++i) CheckWide();
    return report_;
  }

 private:
  const ProgramInput& Input(std::size_t i) const { return program_.inputs()[decision_.inputs[i]]; }
  std::size_t Random(std::size_t below) { return random_() % below; }
  void Mismatch(const std::string& what, const Box& box);
  std::string Words(const Box& box) const;
  Evaluation Ask(const Box& box, Program::Depth depth = Program::Depth::kDeciding) {
    Evaluation evaluation;
    program_.Evaluate(index_, box, depth, workspace_, evaluation);
    return evaluation;
  }
  Cell RandomCell();
  Box BoxOf(const Cell& cell) const;
  void CheckAgreement();
  void CheckCell(const Cell& cell);
  Box BoxWithin(std::size_t completions);
  void CheckTight(const Box& box);
  Mask BruteDeciding(const std::vector<std::vector<std::size_t>>& axes,
                     const std::vector<Mask>& results, std::vector<std::size_t>& worst) const;
  void CheckWide();

  const Program& program_;
  const DecisionIndex index_;
  const ProgramDecision& decision_;
  const CompleteAnswer& answer_;
  const LawBudget& budget_;
  std::mt19937_64 random_;
  Workspace workspace_;
  Box box_;
  LawReport report_;
};

std::string LawCheck::Words(const Box& box) const {
  std::string text;
  for (const InputIndex input : decision_.inputs) {
    const ProgramInput& own = program_.inputs()[input];
    if (box[input] == own.full) continue;
    text += " " + own.id + ":";
    for (const std::size_t atom : Bits(box[input])) text += own.atoms[atom].text + ";";
  }
  return text;
}

void LawCheck::Mismatch(const std::string& what, const Box& box) {
  if (report_.mismatches++ == 0) report_.first = decision_.id + ": " + what + " at" + Words(box);
}

Cell LawCheck::RandomCell() {
  Cell cell;
  for (std::size_t i = 0; i < decision_.inputs.size(); ++i) {
    cell.push_back(Random(Input(i).atoms.size()));
  }
  return cell;
}

Box LawCheck::BoxOf(const Cell& cell) const {
  Box box = box_;
  for (std::size_t i = 0; i < cell.size(); ++i) box[decision_.inputs[i]] = Mask{1} << cell[i];
  return box;
}

void LawCheck::CheckAgreement() {
  double cells = 1;
  for (std::size_t i = 0; i < decision_.inputs.size(); ++i) {
    cells *= static_cast<double>(Input(i).atoms.size());
  }
  report_.enumerated = cells <= static_cast<double>(budget_.enumerate_up_to);
  if (!report_.enumerated) {
    for (std::size_t n = 0; n < budget_.random_cells; ++n) CheckCell(RandomCell());
    return;
  }
  Cell cell(decision_.inputs.size(), 0);
  while (true) {
    CheckCell(cell);
    std::size_t i = 0;
    while (i < cell.size() && ++cell[i] == Input(i).atoms.size()) cell[i++] = 0;
    if (i == cell.size()) return;
  }
}

void LawCheck::CheckCell(const Cell& cell) {
  ++report_.cells;
  Oracle::Values values;
  for (std::size_t i = 0; i < cell.size(); ++i) {
    values[Input(i).id] = SampleOf(Input(i), Input(i).atoms[cell[i]], random_);
  }
  const Oracle::Answer expected = answer_(decision_.id, values);
  const Box box = BoxOf(cell);
  const Evaluation got = Ask(box);
  if (got.results != got.must_results || got.may_rules != got.must_rules ||
      got.deciding_count != 0) {
    return Mismatch("a complete input leaves something open", box);
  }
  if (!decision_.is_literal && got.must_rules != expected.fired) {
    return Mismatch("other rules fire than the oracle's", box);
  }
  if (decision_.collect) return;
  if (!std::has_single_bit(got.results) ||
      decision_.results[static_cast<std::size_t>(std::countr_zero(got.results))] != expected.row) {
    Mismatch("another result than the oracle's", box);
  }
}

// A random box with at most that many completions: each input known, narrowed or unknown.
Box LawCheck::BoxWithin(std::size_t completions) {
  Box box = BoxOf(RandomCell());
  std::vector<std::size_t> order;
  for (std::size_t i = 0; i < decision_.inputs.size(); ++i) order.push_back(i);
  std::shuffle(order.begin(), order.end(), random_);
  double size = 1;
  for (const std::size_t i : order) {
    Mask& mask = box[decision_.inputs[i]];
    const Mask known = mask;
    switch (Random(4)) {
      case 0:
        break;
      case 1:
        mask |= random_() & Input(i).full;
        break;
      default:
        mask = Input(i).full;
    }
    size *= std::popcount(mask);
    if (size <= static_cast<double>(completions)) continue;
    size /= std::popcount(mask);
    mask = known;
  }
  return box;
}

// The axes whose value can change the result, and for each the most results that its value leaves.
Mask LawCheck::BruteDeciding(const std::vector<std::vector<std::size_t>>& axes,
                             const std::vector<Mask>& results,
                             std::vector<std::size_t>& worst) const {
  Mask deciding = 0;
  std::size_t stride = 1;
  for (std::size_t a = 0; a < axes.size(); ++a) {
    const std::size_t length = axes[a].size();
    std::vector<Mask> some(length, 0), every(length, ~Mask{0});
    for (std::size_t at = 0; at < results.size(); ++at) {
      const std::size_t value = at / stride % length;
      if (results[at] != results[at - value * stride]) deciding |= Mask{1} << a;
      some[value] |= results[at];
      every[value] &= results[at];
    }
    for (std::size_t value = 0; value < length; ++value) {
      const Mask left = decision_.collect ? some[value] & ~every[value] : some[value];
      worst[a] = std::max(worst[a], static_cast<std::size_t>(std::popcount(left)));
    }
    stride *= length;
  }
  return deciding;
}

void LawCheck::CheckTight(const Box& box) {
  ++report_.boxes;
  std::vector<std::vector<std::size_t>> axes;
  std::size_t total = 1;
  for (const InputIndex input : decision_.inputs) {
    axes.push_back(Bits(box[input]));
    total *= axes.back().size();
  }
  Mask some = 0, every = ~Mask{0}, some_rules = 0, every_rules = ~Mask{0};
  std::vector<Mask> results;
  Box point = box;
  for (std::size_t at = 0; at < total; ++at) {
    std::size_t rest = at;
    for (std::size_t a = 0; a < axes.size(); ++a) {
      point[decision_.inputs[a]] = Mask{1} << axes[a][rest % axes[a].size()];
      rest /= axes[a].size();
    }
    const Evaluation one = Ask(point, Program::Depth::kOutcomes);
    results.push_back(one.results);
    some |= one.results;
    every &= one.results;
    some_rules |= one.may_rules;
    every_rules &= one.may_rules;
  }
  const Evaluation got = Ask(box);
  if (got.results != some) Mismatch("possible results", box);
  if (got.must_results != every) Mismatch("certain results", box);
  if (got.may_rules != some_rules) Mismatch("possible rules", box);
  if (got.must_rules != every_rules) Mismatch("certain rules", box);
  std::vector<std::size_t> worst(axes.size(), 0);
  const Mask deciding = BruteDeciding(axes, results, worst);
  std::vector<std::pair<std::size_t, std::size_t>> order;  // (worst case, place in the table)
  for (const std::size_t a : Bits(deciding)) order.emplace_back(worst[a], a);
  std::sort(order.begin(), order.end());
  bool same = order.size() == got.deciding_count;
  for (std::size_t i = 0; same && i < order.size(); ++i) {
    same = got.deciding[i].input == decision_.inputs[order[i].second] &&
           got.deciding[i].worst_case_left == order[i].first;
  }
  if (!same) Mismatch("deciding inputs", box);
}

// Boxes too large to enumerate: a narrower box inside, and random points in both.
void LawCheck::CheckWide() {
  Box wide = BoxWithin(~std::size_t{0} >> 12);
  const Evaluation outer = Ask(wide);
  Box narrow = wide;
  const InputIndex input = decision_.inputs[Random(decision_.inputs.size())];
  const std::vector<std::size_t> atoms = Bits(wide[input]);
  narrow[input] = Mask{1} << atoms[Random(atoms.size())];
  const Evaluation inner = Ask(narrow);
  if ((inner.results & ~outer.results) != 0 || (inner.may_rules & ~outer.may_rules) != 0 ||
      (outer.must_results & ~inner.must_results) != 0) {
    Mismatch("learning a value added something", narrow);
  }
  Mask deciding = 0;
  Box point = narrow;
  for (std::size_t i = 0; i < decision_.inputs.size(); ++i) {
    const std::vector<std::size_t> possible = Bits(narrow[decision_.inputs[i]]);
    point[decision_.inputs[i]] = Mask{1} << possible[Random(possible.size())];
    for (const DecidingInput& own : outer.deciding_inputs()) {
      if (own.input == decision_.inputs[i]) deciding |= Mask{1} << i;
    }
  }
  const Evaluation known = Ask(point);
  if ((known.results & ~inner.results) != 0)
    Mismatch("a completion gives what was impossible", point);
  for (std::size_t i = 0; i < decision_.inputs.size(); ++i) {
    if ((deciding >> i & 1) != 0) continue;
    Box other = point;
    const std::vector<std::size_t> possible = Bits(wide[decision_.inputs[i]]);
    other[decision_.inputs[i]] = Mask{1} << possible[Random(possible.size())];
    if (Ask(other).results != known.results)
      Mismatch("an input mattered that was not needed", other);
  }
}

}  // namespace

OutputValue SampleOf(const ProgramInput& input, const Atom& atom, std::mt19937_64& random) {
  OutputValue value;
  if (input.kind == InputKind::kBoolean) {
    value.kind = OutputValue::Kind::kBoolean;
    value.boolean = atom.text == "true";
    return value;
  }
  if (input.kind == InputKind::kEnumeration) {
    value.kind = OutputValue::Kind::kString;
    value.text = atom.text;
    return value;
  }
  value.kind = OutputValue::Kind::kNumber;
  double low = atom.interval.low, high = atom.interval.high;
  if (std::isinf(low) && std::isinf(high)) low = high = 0;
  if (std::isinf(low)) low = high - 100;
  if (std::isinf(high)) high = low + 100;
  value.number = low;
  if (low == high) return value;
  const bool whole = input.whole || input.kind == InputKind::kDate;
  do {
    // Thousandths, so that the value can be written down exactly enough for everyone.
    const double share = static_cast<double>(random() % 1001) / 1000;
    value.number = low + (high - low) * share;
    if (whole) value.number = std::floor(value.number);
  } while (!Contains(atom.interval, value.number));
  return value;
}

LawReport CheckLaws(const Program& program, DecisionIndex decision, const CompleteAnswer& answer,
                    std::uint64_t seed, const LawBudget& budget) {
  return LawCheck(program, decision, answer, seed, budget).Run();
}

}  // namespace wervelwijzer::dmn
