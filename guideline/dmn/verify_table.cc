// Checks on the content of one table. Boxes over its columns give the words; where a column refers
// to a required decision, the diagram over raw inputs tells whether any patient can be in the box.

#include <algorithm>
#include <bit>

#include "guideline/dmn/boxes.h"
#include "guideline/dmn/compile.h"
#include "guideline/dmn/verify_checks.h"

namespace wervelwijzer::dmn {
namespace {

constexpr std::size_t kMaxBoxes = 20000;   // beyond it the table is too wide to be shown in words
constexpr std::size_t kMaxToMerge = 2000;  // merging compares all pairs
constexpr std::size_t kMaxReported = 20;   // gaps of one table

class TableCheck {
 public:
  TableCheck(const LinkedModels& linked, std::size_t index, Findings& findings)
      : index_(index),
        decision_(linked.decisions[index]),
        findings_(findings),
        compiler_(linked, std::span(&index_, 1)) {}

  void Run() {
    if (decision_.hit_policy != HitPolicy::kCollect) CheckGaps();
    CheckPairs();
    if (decision_.hit_policy == HitPolicy::kPriority) CheckMasked();
    CheckNeverHolds();
    CheckColumns();
  }

 private:
  void Add(Severity severity, const char* check, std::string message, const Rule* rule = nullptr) {
    Report(findings_, decision_, severity, check, std::move(message), rule);
  }
  bool CanBe(const ColumnBox& box);
  std::string Words(const ColumnBox& box) const;
  const LinkedColumn* BoundaryColumn(const ColumnBox& box) const;
  void CheckGaps();
  void ReportGap(const ColumnBox& gap);
  void CheckPairs();
  void CheckPair(const LinkedRule& first, const LinkedRule& second);
  void CheckMasked();
  void CheckNeverHolds();
  void CheckColumns();

  const std::size_t index_;
  const LinkedDecision& decision_;
  Findings& findings_;
  DecisionCompiler compiler_;
};

// False when no value of the raw inputs leads into the box.
bool TableCheck::CanBe(const ColumnBox& box) {
  Ref inside = kTrue;
  for (std::size_t c = 0; c < box.size() && inside != kFalse; ++c) {
    inside = compiler_.builder().And(inside, compiler_.ColumnIn(decision_.columns[c], box[c]));
  }
  return inside != kFalse;
}

std::string TableCheck::Words(const ColumnBox& box) const {
  std::string text;
  for (std::size_t c = 0; c < box.size(); ++c) {
    const LinkedColumn& column = decision_.columns[c];
    if (box[c] == column.full) continue;
    text += (text.empty() ? "" : ", ") + column.name + " " +
            DescribeMask(column.domain.kind, column.atoms, box[c]);
  }
  return text.empty() ? "always" : text;
}

// The column in which the box is a single number at which two cells meet and neither takes it.
const LinkedColumn* TableCheck::BoundaryColumn(const ColumnBox& box) const {
  for (std::size_t c = 0; c < box.size(); ++c) {
    const LinkedColumn& column = decision_.columns[c];
    if (column.is_decision || column.atoms.size() < 2 || !std::has_single_bit(box[c])) continue;
    if (column.domain.kind != InputKind::kNumber && column.domain.kind != InputKind::kDate)
      continue;
    const Interval& interval = column.atoms[std::countr_zero(box[c])].interval;
    if (column.domain.points.empty() && interval.low == interval.high) return &column;
  }
  return nullptr;
}

void TableCheck::ReportGap(const ColumnBox& gap) {
  const std::string example = "gap in " + decision_.id + ": " + Words(gap);
  if (const LinkedColumn* column = BoundaryColumn(gap)) {
    Add(Severity::kError, "gap",
        example + " (the boundary of `" + column->name + "` belongs to no row)");
  } else {
    Add(Severity::kError, "gap", example);
  }
}

void TableCheck::CheckGaps() {
  ColumnBox everything;
  for (const LinkedColumn& column : decision_.columns) everything.push_back(column.full);
  std::vector<ColumnBox> gaps{everything};
  for (const LinkedRule& rule : decision_.rules) {
    auto left = SubtractAll(gaps, rule.cells, kMaxBoxes);
    if (!left) {
      Add(Severity::kError, "gap", "the table is too wide to be verified; split it");
      return;
    }
    gaps = std::move(*left);
  }
  std::erase_if(gaps, [this](const ColumnBox& gap) { return !CanBe(gap); });
  if (gaps.size() <= kMaxToMerge) Merge(gaps);
  for (std::size_t i = 0; i < std::min(gaps.size(), kMaxReported); ++i) ReportGap(gaps[i]);
  if (gaps.size() > kMaxReported) {
    Add(Severity::kError, "gap",
        std::to_string(gaps.size() - kMaxReported) + " more gaps in " + decision_.id);
  }
}

void TableCheck::CheckPairs() {
  for (std::size_t a = 0; a < decision_.rules.size(); ++a) {
    for (std::size_t b = a + 1; b < decision_.rules.size(); ++b) {
      CheckPair(decision_.rules[a], decision_.rules[b]);
    }
  }
}

void TableCheck::CheckPair(const LinkedRule& first, const LinkedRule& second) {
  const std::optional<ColumnBox> both = Intersect(first.cells, second.cells);
  if (!both || !CanBe(*both)) return;
  const bool same = first.result == second.result;
  const std::string other = "rule `" + first.rule->id + "`";
  if (decision_.hit_policy == HitPolicy::kUnique) {
    const bool duplicate = first.cells == second.cells;
    const bool inside = Includes(first.cells, second.cells) || Includes(second.cells, first.cells);
    Add(Severity::kError,
        duplicate ? "duplicate"
        : inside  ? "subsumed"
                  : "overlap",
        std::string("overlap with ") + other + (same ? " (same outcome): " : ": ") + Words(*both),
        second.rule);
  } else if (same && (decision_.hit_policy == HitPolicy::kCollect) &&
             (Includes(first.cells, second.cells) || Includes(second.cells, first.cells))) {
    const bool duplicate = first.cells == second.cells;
    Add(duplicate ? Severity::kError : Severity::kWarning, duplicate ? "duplicate" : "subsumed",
        "adds nothing to " + other + ", or that nothing to it", second.rule);
  }
}

// A rule of a PRIORITY table that more urgent ones cover wholly.
void TableCheck::CheckMasked() {
  for (std::size_t p = 0; p < decision_.priority.size(); ++p) {
    const LinkedRule& rule = decision_.rules[decision_.priority[p]];
    std::vector<ColumnBox> left{rule.cells};
    for (std::size_t q = 0; q < p && !left.empty(); ++q) {
      auto pieces = SubtractAll(left, decision_.rules[decision_.priority[q]].cells, kMaxBoxes);
      if (!pieces) return;
      left = std::move(*pieces);
    }
    if (!left.empty()) continue;
    Add(Severity::kError, "masked", "more urgent rules cover this rule wholly", rule.rule);
  }
}

void TableCheck::CheckNeverHolds() {
  for (std::size_t r = 0; r < decision_.rules.size(); ++r) {
    const LinkedRule& rule = decision_.rules[r];
    const bool empty = std::ranges::count(rule.cells, Mask{0}) > 0;
    if (empty || compiler_.RuleHolds(index_, r) != kFalse) continue;
    Add(Severity::kWarning, "never",
        "the required decisions never give these values together, so the rule never holds",
        rule.rule);
  }
}

void TableCheck::CheckColumns() {
  for (std::size_t c = 0; c < decision_.columns.size(); ++c) {
    const bool used = std::ranges::any_of(decision_.rules, [&](const LinkedRule& rule) {
      return rule.cells[c] != decision_.columns[c].full;
    });
    if (used) continue;
    Add(Severity::kInformation, "unused-column",
        "no rule looks at column `" + decision_.columns[c].name + "`");
  }
}

}  // namespace

void CheckTable(const LinkedModels& linked, std::size_t decision, Findings& findings) {
  TableCheck(linked, decision, findings).Run();
}

}  // namespace wervelwijzer::dmn
