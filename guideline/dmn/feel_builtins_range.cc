// Relations of ranges and points: clause 10.3.4.9, table 78 (Allen's relations). A point is taken
// as the closed range from itself to itself.

#include <array>

#include "guideline/dmn/feel_builtins.h"
#include "guideline/dmn/feel_compare.h"
#include "guideline/dmn/feel_eval.h"

namespace wervelwijzer::dmn {
namespace {

using Arguments = std::span<const Value>;

ValueRange RangeOf(const Value& value) {
  if (value.AsRange()) return *value.AsRange();
  return {value, value, true, true, false};
}

std::optional<int> Order(const Value& a, const Value& b) {
  const auto order = FeelOrder(a, b);
  if (!order) return std::nullopt;
  return *order < 0 ? -1 : *order > 0 ? 1 : 0;
}

// The relation of two ranges whose four ends can be compared.
struct Ends {
  ValueRange a, b;
  int start_start, start_end, end_start, end_end;  // order of an end of a to an end of b
};

std::optional<Ends> EndsOf(Arguments arguments) {
  Ends ends{RangeOf(arguments[0]), RangeOf(arguments[1]), 0, 0, 0, 0};
  const auto ss = Order(ends.a.start, ends.b.start), se = Order(ends.a.start, ends.b.end);
  const auto es = Order(ends.a.end, ends.b.start), ee = Order(ends.a.end, ends.b.end);
  if (!ss || !se || !es || !ee) return std::nullopt;
  ends.start_start = *ss;
  ends.start_end = *se;
  ends.end_start = *es;
  ends.end_end = *ee;
  return ends;
}

bool IsBefore(const Ends& e) {
  return e.end_start < 0 || (e.end_start == 0 && !(e.a.end_included && e.b.start_included));
}
bool Meets(const Ends& e) { return e.end_start == 0 && e.a.end_included && e.b.start_included; }
// a begins no later than b.
bool StartsFirst(const Ends& e) {
  return e.start_start < 0 || (e.start_start == 0 && (e.a.start_included || !e.b.start_included));
}
bool EndsLast(const Ends& e) {
  return e.end_end > 0 || (e.end_end == 0 && (e.a.end_included || !e.b.end_included));
}
bool Includes(const Ends& e) { return StartsFirst(e) && EndsLast(e); }
bool SameStart(const Ends& e) {
  return e.start_start == 0 && e.a.start_included == e.b.start_included;
}
bool SameEnd(const Ends& e) { return e.end_end == 0 && e.a.end_included == e.b.end_included; }
bool FinishedBy(const Ends& e) { return SameEnd(e) && StartsFirst(e); }
bool StartedBy(const Ends& e) { return SameStart(e) && EndsLast(e); }
bool Coincides(const Ends& e) { return SameStart(e) && SameEnd(e); }

bool After(const Ends& e) {
  return e.start_end > 0 || (e.start_end == 0 && !(e.a.start_included && e.b.end_included));
}
bool Overlaps(const Ends& e) { return !IsBefore(e) && !After(e); }
// a begins before b and ends inside b.
bool OverlapsBefore(const Ends& e) {
  const bool starts =
      e.start_start < 0 || (e.start_start == 0 && e.a.start_included && !e.b.start_included);
  const bool ends = e.end_end < 0 || (e.end_end == 0 && (!e.a.end_included || e.b.end_included));
  return starts && !IsBefore(e) && ends;
}

template <bool (*relation)(const Ends&)>
Value Holds(Arguments arguments, EvaluationState&) {
  const auto ends = EndsOf(arguments);
  return ends ? Value(relation(*ends)) : Value();
}

template <bool (*relation)(const Ends&)>
Value HoldsSwapped(Arguments arguments, EvaluationState& state) {
  const std::array<Value, 2> swapped = {arguments[1], arguments[0]};
  return Holds<relation>(swapped, state);
}

// A literal, or a date, time or duration made from a literal.
bool IsConstantEnd(const FeelNode& node) {
  if (node.kind == FeelNode::Kind::kLiteral) return true;
  if (node.kind == FeelNode::Kind::kNegate) return IsConstantEnd(*node.children[0]);
  if (node.kind != FeelNode::Kind::kCall || node.children.size() != 2) return false;
  const FeelNode& name = *node.children[0];
  return node.children[1]->kind == FeelNode::Kind::kLiteral && name.kind == FeelNode::Kind::kName &&
         (name.text == "date" || name.text == "time" || name.text == "date and time" ||
          name.text == "duration");
}

// range(from): the range that the text writes down.
Value RangeOfText(Arguments arguments, EvaluationState& state) {
  const std::string* text = arguments[0].AsString();
  if (!text || !state.Charge(std::ssize(*text))) return {};
  const Result<FeelPtr> node = ParseExpression(*text, {});
  if (!node.ok() || (*node)->kind != FeelNode::Kind::kRange) return {};
  for (const FeelPtr& end : (*node)->children) {
    if (!IsConstantEnd(*end)) return {};
  }
  return Evaluate(**node, nullptr, state);
}

constexpr std::array<BuiltInFunction, 15> kFunctions = {{
    {"range", 1, 1, RangeOfText, "from"},
    {"before", 2, 2, Holds<IsBefore>, "point1,point2|range1,range2|point,range|range,point"},
    {"after", 2, 2, HoldsSwapped<IsBefore>, "point1,point2|range1,range2|point,range|range,point"},
    {"meets", 2, 2, Holds<Meets>, "range1,range2"},
    {"met by", 2, 2, HoldsSwapped<Meets>, "range1,range2"},
    {"overlaps", 2, 2, Holds<Overlaps>, "range1,range2"},
    {"overlaps before", 2, 2, Holds<OverlapsBefore>, "range1,range2"},
    {"overlaps after", 2, 2, HoldsSwapped<OverlapsBefore>, "range1,range2"},
    {"finishes", 2, 2, HoldsSwapped<FinishedBy>, "point,range|range1,range2"},
    {"finished by", 2, 2, Holds<FinishedBy>, "range,point|range1,range2"},
    {"includes", 2, 2, Holds<Includes>, "range,point|range1,range2"},
    {"during", 2, 2, HoldsSwapped<Includes>, "point,range|range1,range2"},
    {"starts", 2, 2, HoldsSwapped<StartedBy>, "point,range|range1,range2"},
    {"started by", 2, 2, Holds<StartedBy>, "range,point|range1,range2"},
    {"coincides", 2, 2, Holds<Coincides>, "point1,point2|range1,range2"},
}};

}  // namespace

std::span<const BuiltInFunction> RangeFunctions() { return kFunctions; }

}  // namespace wervelwijzer::dmn
