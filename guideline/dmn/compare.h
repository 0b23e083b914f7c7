#pragma once

// Two encodings of a decision compared over all inputs, exactly: an old version of a model with a
// new one (`lint --against`), or the drawn tree of a guideline with its text. The diagrams of both
// are joined; what differs comes out as regions of inputs in words, with both results.

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "guideline/dmn/finding.h"
#include "guideline/dmn/model.h"
#include "guideline/dmn/program.h"

namespace wervelwijzer::dmn {

// A part of the inputs in which the two give different results.
struct Difference {
  std::string where;          // `cord = true, hours > 48`; `always` when nothing matters
  std::string before, after;  // results in words, `image-12h, PT12H, true`; `-` where none is given
  double cells = 0;           // size of the region, in cells of `DecisionComparison::cells`
};

struct DecisionComparison {
  enum class Kind {
    kCompared,
    kNew,   // only the second side has it
    kGone,  // only the first side has it
  };
  std::string decision;
  Kind kind = Kind::kCompared;
  double cells = 0;                     // combinations of what both sides can tell apart
  double differing_cells = 0;           // exact, also when not all regions are listed
  std::vector<Difference> differences;  // at most kMaxRegions per pair of results
  std::vector<std::string> notes;       // inputs or outputs that only one side has

  bool same() const { return kind == Kind::kCompared && differing_cells == 0; }
};

constexpr std::size_t kMaxRegions = 40;

struct ComparedModels {
  std::span<const Model> models;
  CompileOptions options;
};

// Compares the decisions named, or all of both sides when none is. Values of an input that only one
// side knows are left out and noted; outputs that only one side has are noted and not compared.
// REQUIRES: both sides verify (a second encoding may have catch-all rows). Errors: what Compile
// says.
Result<std::vector<DecisionComparison>> CompareModels(const ComparedModels& before,
                                                      const ComparedModels& after,
                                                      std::span<const std::string> decisions = {});

// A difference between tree and text that is known and has a reason: one line of
// guideline/models/text/differences.tsv (decision, condition, tree, text, reason).
struct ListedDifference {
  std::string decision, condition, tree, text, reason;
  int line = 0;
};
Result<std::vector<ListedDifference>> ReadListedDifferences(std::string_view text,
                                                            const std::string& file);

// Compares every `text/*.text.dmn` of a directory of models with the models themselves. A pair of
// outcomes that differs and is not listed is an error with the region in words; one that is listed
// and does not occur is an error too. No folder `text`: no findings.
Result<Findings> CompareEncodings(const std::string& directory, std::span<const Model> models,
                                  const CompileOptions& options);

// The decisions that a second encoding covers: names of decisions that both sides have.
Result<std::vector<std::string>> ComparedDecisions(const std::string& directory,
                                                   std::span<const Model> models);

}  // namespace wervelwijzer::dmn
