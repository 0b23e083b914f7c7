#include "guideline/dmn/compare.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <functional>
#include <map>
#include <set>

#include "guideline/dmn/boxes.h"
#include "guideline/dmn/joint_inputs.h"

namespace wervelwijzer::dmn {
namespace {

constexpr std::size_t kMaxPaths = 2000;  // regions of one pair of results that are gathered

class Comparer {
 public:
  Comparer(Side& before, Side& after, DecisionComparison& comparison)
      : before_(before),
        after_(after),
        comparison_(comparison),
        joint_(before, after, comparison.notes),
        builder_(joint_.Full()) {
    comparison_.cells = 1;
    for (const ProgramInput& input : joint_.inputs()) {
      comparison_.cells *= static_cast<double>(input.atoms.size());
    }
    MatchOutputs();
  }

  void Run() {
    const bool collect = before_.linked.hit_policy == HitPolicy::kCollect;
    if (collect != (after_.linked.hit_policy == HitPolicy::kCollect)) {
      comparison_.notes.push_back("only one side collects");
      comparison_.differing_cells = comparison_.cells;
    } else if (collect) {
      CompareCodes();
    } else {
      Note(Import(before_, before_.compiler.Results(before_.index)),
           Import(after_, after_.compiler.Results(after_.index)));
    }
  }

 private:
  void MatchOutputs();
  std::string RowText(const Side& side, std::size_t result) const;
  Ref TextTerminal(const std::string& text);
  Ref Import(Side& side, Ref ref);
  Ref ImportNode(Side& side, Ref ref, std::map<Ref, Ref>& known);
  Ref CodeHolds(Side& side, const std::string& code);
  void CompareCodes();
  void Note(Ref before, Ref after);
  double Share(Ref ref, Ref wanted, std::map<Ref, double>& known) const;
  void CollectPaths(Ref ref, Ref wanted, ColumnBox& path, std::vector<ColumnBox>& boxes) const;
  std::string Words(const ColumnBox& box) const;

  Side& before_;
  Side& after_;
  DecisionComparison& comparison_;
  JointInputs joint_;
  DiagramBuilder builder_;
  std::vector<std::string> outputs_;  // names of the columns that both have
  std::vector<std::string> texts_;    // terminals of imported diagrams
};

void Comparer::MatchOutputs() {
  const auto& first = before_.linked.output_names;
  const auto& second = after_.linked.output_names;
  const auto has = [](const std::vector<std::string>& names, const std::string& name) {
    return std::ranges::find(names, name) != names.end();
  };
  for (const std::string& name : first) {
    if (has(second, name)) {
      outputs_.push_back(name);
    } else {
      comparison_.notes.push_back("output `" + name + "`: only one side has it");
    }
  }
  for (const std::string& name : second) {
    if (!has(first, name)) {
      comparison_.notes.push_back("output `" + name + "`: only one side has it");
    }
  }
}

std::string Comparer::RowText(const Side& side, std::size_t result) const {
  std::string text;
  const auto& names = side.linked.output_names;
  for (const std::string& name : outputs_) {
    const auto at = std::ranges::find(names, name) - names.begin();
    text += (text.empty() ? "" : ", ") +
            ValueText(side.linked.results[result][static_cast<std::size_t>(at)]);
  }
  return text;
}

Ref Comparer::TextTerminal(const std::string& text) {
  const auto at = std::ranges::find(texts_, text);
  const auto index = static_cast<std::uint32_t>(at - texts_.begin());
  if (at == texts_.end()) texts_.push_back(text);
  return Terminal(index);
}

// The side's result diagram over the joint inputs, with result texts as terminals.
Ref Comparer::Import(Side& side, Ref ref) {
  std::map<Ref, Ref> known;
  for (const Ref terminal : side.compiler.builder().Terminals(ref)) {
    known[terminal] = terminal == kGap || terminal == kOverlap
                          ? TextTerminal("-")
                          : TextTerminal(RowText(side, TerminalValue(terminal)));
  }
  return ImportNode(side, ref, known);
}

Ref Comparer::ImportNode(Side& side, Ref ref, std::map<Ref, Ref>& known) {
  if (const auto done = known.find(ref); done != known.end()) return done->second;
  if (IsTerminal(ref)) return ref;
  const DiagramBuilder& own = side.compiler.builder();
  const ProgramInput& input = side.inputs[side.compiler.order()[own.level(ref)]];
  const Level level = joint_.LevelOf(input);
  std::vector<Edge> edges;
  bool ordered = true;
  for (const Edge& edge : own.edges(ref)) {
    edges.push_back({joint_.Translate(input, edge.atoms), ImportNode(side, edge.child, known)});
    ordered =
        ordered && (IsTerminal(edges.back().child) || builder_.level(edges.back().child) > level);
  }
  Ref result = edges.front().child;
  if (ordered) {
    result = builder_.Node(level, std::move(edges));
  } else {
    for (const Edge& edge : edges) {
      result = builder_.Choose(builder_.Test(level, edge.atoms), edge.child, result);
    }
  }
  known[ref] = result;
  return result;
}

Ref Comparer::CodeHolds(Side& side, const std::string& code) {
  Ref holds = kFalse;
  for (std::size_t r = 0; r < side.linked.results.size(); ++r) {
    if (RowText(side, r) == code) holds = side.compiler.ResultHolds(side.index, r);
  }
  std::map<Ref, Ref> known{{kTrue, TextTerminal(code)}, {kFalse, TextTerminal("-")}};
  return ImportNode(side, holds, known);
}

void Comparer::CompareCodes() {
  std::set<std::string> codes;
  for (const Side* side : {&before_, &after_}) {
    for (std::size_t r = 0; r < side->linked.results.size(); ++r) codes.insert(RowText(*side, r));
  }
  for (const std::string& code : codes) Note(CodeHolds(before_, code), CodeHolds(after_, code));
}

// Writes down where the two diagrams end in different texts.
void Comparer::Note(Ref before, Ref after) {
  if (before == after) return;
  const Ref same = Terminal(0x7ffffff0u);
  std::vector<std::pair<Ref, Ref>> pairs;
  const Ref joined = builder_.Combine(before, after, [&](Ref a, Ref b) -> std::optional<Ref> {
    if (a == b) return same;
    if (!IsTerminal(a) || !IsTerminal(b)) return std::nullopt;
    const auto pair = std::pair(a, b);
    const auto at = std::ranges::find(pairs, pair);
    const auto index = static_cast<std::uint32_t>(at - pairs.begin());
    if (at == pairs.end()) pairs.push_back(pair);
    return Terminal(index);
  });
  for (std::size_t p = 0; p < pairs.size(); ++p) {
    const Ref wanted = Terminal(static_cast<std::uint32_t>(p));
    std::map<Ref, double> known;
    comparison_.differing_cells += Share(joined, wanted, known) * comparison_.cells;
    ColumnBox path = joint_.Full();
    std::vector<ColumnBox> boxes;
    CollectPaths(joined, wanted, path, boxes);
    Merge(boxes);
    for (std::size_t i = 0; i < std::min(boxes.size(), kMaxRegions); ++i) {
      double cells = 1;
      for (const Mask mask : boxes[i]) cells *= std::popcount(mask);
      comparison_.differences.push_back({Words(boxes[i]), texts_[TerminalValue(pairs[p].first)],
                                         texts_[TerminalValue(pairs[p].second)], cells});
    }
  }
}

// The part of all cells in which the diagram ends in `wanted`.
double Comparer::Share(Ref ref, Ref wanted, std::map<Ref, double>& known) const {
  if (IsTerminal(ref)) return ref == wanted ? 1 : 0;
  if (const auto done = known.find(ref); done != known.end()) return done->second;
  double share = 0;
  for (const Edge& edge : builder_.edges(ref)) {
    share += Share(edge.child, wanted, known) * std::popcount(edge.atoms);
  }
  share /= std::popcount(builder_.full(builder_.level(ref)));
  known[ref] = share;
  return share;
}

void Comparer::CollectPaths(Ref ref, Ref wanted, ColumnBox& path,
                            std::vector<ColumnBox>& boxes) const {
  if (boxes.size() >= kMaxPaths) return;
  if (IsTerminal(ref)) {
    if (ref == wanted) boxes.push_back(path);
    return;
  }
  Mask& own = path[builder_.level(ref)];
  const Mask full = own;
  for (const Edge& edge : builder_.edges(ref)) {
    own = edge.atoms;
    CollectPaths(edge.child, wanted, path, boxes);
  }
  own = full;
}

std::string Comparer::Words(const ColumnBox& box) const {
  std::string text;
  for (std::size_t level = 0; level < box.size(); ++level) {
    const ProgramInput& input = joint_.inputs()[level];
    if (box[level] == FullMask(input.atoms.size())) continue;
    text += (text.empty() ? "" : ", ") + input.id + " " +
            DescribeMask(input.kind, input.atoms, box[level]);
  }
  return text.empty() ? "always" : text;
}

// Every number at which one of the sides cuts an input, so that both cut alike.
void CollectCuts(const LinkedModels& linked, ExtraConstants& cuts) {
  for (std::size_t i = 0; i < linked.inputs.size(); ++i) {
    const ProgramInput& input = linked.inputs[i];
    if (input.kind != InputKind::kNumber && input.kind != InputKind::kDate) continue;
    for (const Atom& atom : input.atoms) {
      for (const double end : {atom.interval.low, atom.interval.high}) {
        if (!std::isinf(end)) cuts[input.id].push_back(end);
      }
    }
  }
}

std::map<std::string, std::size_t> IndexOf(const LinkedModels& linked) {
  std::map<std::string, std::size_t> index;
  for (std::size_t i = 0; i < linked.decisions.size(); ++i) index[linked.decisions[i].id] = i;
  return index;
}

Status CheckLinked(const Findings& findings) {
  for (const Finding& finding : findings) {
    if (finding.severity == Severity::kError) return InvalidInput(finding.message, finding.Place());
  }
  return {};
}

}  // namespace

Result<std::vector<DecisionComparison>> CompareModels(const ComparedModels& before,
                                                      const ComparedModels& after,
                                                      std::span<const std::string> decisions) {
  Findings findings;
  ExtraConstants cuts;
  CollectCuts(Link(before.models, before.options, findings), cuts);
  CollectCuts(Link(after.models, after.options, findings), cuts);
  if (Status fine = CheckLinked(findings); !fine) return fine.error();
  const LinkedModels first = Link(before.models, before.options, findings, cuts);
  const LinkedModels second = Link(after.models, after.options, findings, cuts);
  const auto first_index = IndexOf(first), second_index = IndexOf(second);
  std::set<std::string> names(decisions.begin(), decisions.end());
  if (names.empty()) {
    for (const auto& [name, index] : first_index) names.insert(name);
    for (const auto& [name, index] : second_index) names.insert(name);
  }
  std::vector<DecisionComparison> comparisons;
  for (const std::string& name : names) {
    const auto a = first_index.find(name), b = second_index.find(name);
    DecisionComparison& own = comparisons.emplace_back();
    own.decision = name;
    if (a == first_index.end() || b == second_index.end()) {
      own.kind =
          a == first_index.end() ? DecisionComparison::Kind::kNew : DecisionComparison::Kind::kGone;
      continue;
    }
    Side before_side(first, a->second), after_side(second, b->second);
    Comparer(before_side, after_side, own).Run();
  }
  return comparisons;
}

}  // namespace wervelwijzer::dmn
