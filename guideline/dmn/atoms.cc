#include "guideline/dmn/atoms.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <optional>

namespace wervelwijzer::dmn {
namespace {

constexpr double kInfinity = std::numeric_limits<double>::infinity();
constexpr std::size_t kMaxAtoms = 64;

Interval Point(double value) { return {value, value, false, false}; }

bool IsPoint(const Interval& interval) { return interval.low == interval.high; }

// Some value inside; whole when `whole`.
double SampleOf(const Interval& interval, bool whole) {
  if (IsPoint(interval)) return interval.low;
  if (std::isinf(interval.low) && std::isinf(interval.high)) return 0;
  if (std::isinf(interval.low)) return std::floor(interval.high) - 1;
  if (std::isinf(interval.high)) return std::ceil(interval.low) + 1;
  if (!whole) return (interval.low + interval.high) / 2;
  const double first = std::ceil(interval.low);
  return interval.low_open && first == interval.low ? first + 1 : first;
}

std::string BoundText(InputKind kind, double value) {
  return kind == InputKind::kDate ? DateText(value) : NumberText(value);
}

// `= 7`, `> 48`, `in (7..14]`.
std::string DescribeInterval(InputKind kind, const Interval& interval) {
  if (IsPoint(interval)) return "= " + BoundText(kind, interval.low);
  const std::string low = BoundText(kind, std::isinf(interval.low) ? 0 : interval.low);
  const std::string high = BoundText(kind, std::isinf(interval.high) ? 0 : interval.high);
  if (std::isinf(interval.low) && std::isinf(interval.high)) return "anything";
  if (std::isinf(interval.low)) return (interval.high_open ? "< " : "<= ") + high;
  if (std::isinf(interval.high)) return (interval.low_open ? "> " : ">= ") + low;
  return (interval.low_open ? "in (" : "in [") + low + ".." + high +
         (interval.high_open ? ")" : "]");
}

std::string AtomText(InputKind kind, const Interval& interval) {
  std::string text = DescribeInterval(kind, interval);
  return text.starts_with("in ") ? text.substr(3) : text;
}

// Adds the interval unless it is empty; a single whole number inside becomes a point.
void AddInterval(const Domain& domain, Interval interval, std::vector<Atom>& atoms) {
  const Numbers numbers = domain.whole ? Numbers::kWhole : Numbers::kAll;
  if (!Meets(interval, interval, numbers)) return;
  if (domain.whole && !std::isinf(interval.low) && !std::isinf(interval.high)) {
    const double first = SampleOf(interval, true);
    Interval rest = interval;
    rest.low = first;
    rest.low_open = true;
    if (!Meets(rest, rest, Numbers::kWhole)) interval = Point(first);
  }
  atoms.push_back({AtomText(domain.kind, interval), interval});
}

std::vector<Atom> CutRange(const Domain& domain, std::span<const double> constants) {
  std::vector<double> cuts;
  const Numbers numbers = domain.whole ? Numbers::kWhole : Numbers::kAll;
  for (const double constant : constants) {
    if (Meets(domain.range, Point(constant), Numbers::kAll)) cuts.push_back(constant);
  }
  std::ranges::sort(cuts);
  cuts.erase(std::unique(cuts.begin(), cuts.end()), cuts.end());
  std::vector<Atom> atoms;
  Interval rest = domain.range;
  for (const double cut : cuts) {
    AddInterval(domain, {rest.low, cut, rest.low_open, true}, atoms);
    if (Meets(Point(cut), Point(cut), numbers)) {
      atoms.push_back({AtomText(domain.kind, Point(cut)), Point(cut)});
    }
    rest.low = cut;
    rest.low_open = true;
  }
  AddInterval(domain, rest, atoms);
  return atoms;
}

Result<Domain> NumericDomain(const Cell& cell, bool dates) {
  Domain domain;
  domain.kind = dates ? InputKind::kDate : InputKind::kNumber;
  domain.whole = dates;
  if (cell.tests.size() == 1 && cell.tests[0].kind == CellTest::Kind::kRange) {
    domain.range = cell.tests[0].range;
    return domain;
  }
  for (const CellTest& test : cell.tests) {
    if (test.kind != CellTest::Kind::kValue) {
      return InvalidInput("a domain is one interval or a list of values");
    }
    domain.points.push_back(test.value.number);
  }
  std::ranges::sort(domain.points);
  domain.range = {domain.points.front(), domain.points.back(), false, false};
  domain.whole = dates || std::ranges::all_of(domain.points, [](double point) {
                   return point == std::floor(point);
                 });
  return domain;
}

Result<Domain> EnumerationDomain(const Cell& cell) {
  Domain domain;
  domain.kind = InputKind::kEnumeration;
  for (const CellTest& test : cell.tests) {
    if (std::ranges::count(domain.codes, test.value.text) > 0) {
      return InvalidInput("`" + test.value.text + "` stands twice in the domain");
    }
    domain.codes.push_back(test.value.text);
  }
  return domain;
}

Constant::Kind KindOf(const CellTest& test) {
  return test.kind == CellTest::Kind::kRange ? test.range_of : test.value.kind;
}

bool HoldsIn(const CellTest& test, const Domain& domain, const Atom& atom) {
  switch (domain.kind) {
    case InputKind::kBoolean:
      return test.kind == CellTest::Kind::kValue && test.value.kind == Constant::Kind::kBoolean &&
             (atom.text == "true") == test.value.boolean;
    case InputKind::kEnumeration:
      return test.kind == CellTest::Kind::kValue && test.value.kind == Constant::Kind::kString &&
             atom.text == test.value.text;
    case InputKind::kNumber:
    case InputKind::kDate:
      break;
  }
  const double sample = SampleOf(atom.interval, domain.whole);
  if (test.kind == CellTest::Kind::kValue) {
    return IsPoint(atom.interval) && sample == test.value.number;
  }
  return Contains(test.range, sample);
}

Constant::Kind ExpectedKind(InputKind kind) {
  switch (kind) {
    case InputKind::kBoolean:
      return Constant::Kind::kBoolean;
    case InputKind::kEnumeration:
      return Constant::Kind::kString;
    case InputKind::kNumber:
      return Constant::Kind::kNumber;
    case InputKind::kDate:
      return Constant::Kind::kDate;
  }
  return Constant::Kind::kBoolean;
}

// The constants of a test that lie outside the domain, as words.
void NoteOutside(const CellTest& test, const Domain& domain, std::span<const Atom> atoms,
                 std::vector<std::string>& outside) {
  if (KindOf(test) != ExpectedKind(domain.kind)) {
    outside.push_back("`" + test.value.text + "` is of another type than the column");
    return;
  }
  const auto note = [&](double number) {
    outside.push_back("`" + BoundText(domain.kind, number) + "` lies outside the column's domain");
  };
  if (test.kind == CellTest::Kind::kRange) {
    for (const double end : {test.range.low, test.range.high}) {
      if (!std::isinf(end) && !Contains(domain.range, end)) note(end);
    }
    return;
  }
  const bool known =
      std::ranges::any_of(atoms, [&](const Atom& atom) { return HoldsIn(test, domain, atom); });
  if (known || domain.kind == InputKind::kBoolean) return;
  if (domain.kind == InputKind::kEnumeration) {
    outside.push_back("`" + test.value.text + "` is no value of the column");
  } else {
    note(test.value.number);
  }
}

}  // namespace

Result<Domain> ParseDomain(std::string_view text, std::string_view type_ref) {
  if (text.find_first_not_of(" \t\r\n") == std::string_view::npos || text == "-") {
    if (type_ref == "boolean") return Domain{};
    if (type_ref == "date") {
      return Domain{InputKind::kDate, true, {}, {}, {-kInfinity, kInfinity, true, true}};
    }
    return InvalidInput("no domain is given");
  }
  Result<Cell> cell = ParseCell(text, {});
  if (!cell) return cell.error();
  if (cell->any || cell->negated) return InvalidInput("a domain lists what is allowed");
  const Constant::Kind kind = KindOf(cell->tests.front());
  for (const CellTest& test : cell->tests) {
    if (KindOf(test) != kind) return InvalidInput("values of different types in one domain");
  }
  switch (kind) {
    case Constant::Kind::kBoolean:
      return Domain{};
    case Constant::Kind::kString:
      return EnumerationDomain(*cell);
    case Constant::Kind::kNumber:
      return NumericDomain(*cell, false);
    case Constant::Kind::kDate:
      return NumericDomain(*cell, true);
  }
  return InvalidInput("no domain is given");
}

Result<std::vector<Atom>> CutDomain(const Domain& domain, std::span<const double> constants) {
  std::vector<Atom> atoms;
  switch (domain.kind) {
    case InputKind::kBoolean:
      atoms = {{"false", {}}, {"true", {}}};
      break;
    case InputKind::kEnumeration:
      for (const std::string& code : domain.codes) atoms.push_back({code, {}});
      break;
    case InputKind::kNumber:
    case InputKind::kDate:
      for (const double point : domain.points) {
        atoms.push_back({AtomText(domain.kind, Point(point)), Point(point)});
      }
      if (domain.points.empty()) atoms = CutRange(domain, constants);
      break;
  }
  if (atoms.size() > kMaxAtoms) {
    return Error{
        ErrorKind::kTooLarge,
        "more than 64 values or ranges to tell apart (" + std::to_string(atoms.size()) + ")",
        {}};
  }
  if (atoms.empty()) return InvalidInput("a domain without any value");
  return atoms;
}

void CollectConstants(const Cell& cell, std::vector<double>& constants) {
  for (const CellTest& test : cell.tests) {
    const Constant::Kind kind = KindOf(test);
    if (kind != Constant::Kind::kNumber && kind != Constant::Kind::kDate) continue;
    if (test.kind == CellTest::Kind::kValue) {
      constants.push_back(test.value.number);
      continue;
    }
    for (const double end : {test.range.low, test.range.high}) {
      if (!std::isinf(end)) constants.push_back(end);
    }
  }
}

Mask MaskOfCell(const Cell& cell, const Domain& domain, std::span<const Atom> atoms,
                std::vector<std::string>& outside) {
  const Mask full = FullMask(atoms.size());
  if (cell.any) return full;
  Mask mask = 0;
  for (const CellTest& test : cell.tests) {
    NoteOutside(test, domain, atoms, outside);
    for (std::size_t i = 0; i < atoms.size(); ++i) {
      if (HoldsIn(test, domain, atoms[i])) mask |= Mask{1} << i;
    }
  }
  return cell.negated ? full & ~mask : mask;
}

std::string DescribeMask(InputKind kind, std::span<const Atom> atoms, Mask mask) {
  std::string text;
  const bool ranges = kind == InputKind::kNumber || kind == InputKind::kDate;
  for (std::size_t i = 0; i < atoms.size(); ++i) {
    if ((mask >> i & 1) == 0) continue;
    std::string piece = ranges ? "" : (text.empty() ? "= " : "") + atoms[i].text;
    if (ranges) {
      Interval run = atoms[i].interval;
      // Neighbours that touch are one range; with gaps between whole numbers they touch too.
      while (i + 1 < atoms.size() && (mask >> (i + 1) & 1) != 0) {
        ++i;
        run.high = atoms[i].interval.high;
        run.high_open = atoms[i].interval.high_open;
      }
      piece = DescribeInterval(kind, run);
    }
    text += (text.empty() ? "" : " or ") + piece;
  }
  return text;
}

Mask FullMask(std::size_t atoms) { return atoms >= 64 ? ~Mask{0} : (Mask{1} << atoms) - 1; }

}  // namespace wervelwijzer::dmn
