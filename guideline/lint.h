#pragma once

// What is wrong with the guideline's files: the room's own part of `wervelwijzer lint`. One finding
// a line; ToString() gives it. Severities: an error keeps the guideline from loading or from being
// released, a warning should be mended, information is a hint for the author.

#include <string>
#include <vector>

#include "base/result.h"
#include "guideline/dmn/finding.h"

namespace wervelwijzer::guideline {

using LintFinding = dmn::Finding;
using LintFindings = std::vector<LintFinding>;

// Everything about the folder of models: the tables themselves (gaps, overlaps, domains,
// provenance, register), second encodings, inputs.tsv, parameters.tsv, decisions.tsv, and the words
// in both languages. Empty when nothing is wrong.
LintFindings LintGuideline(const std::string& models_directory);

// Which inputs get other advice than under the models of `old_directory`.
struct GuidelineComparison {
  // A line for each region of inputs: `imaging-urgency: a = true, b > 7: image-24h -> image-48h`.
  std::vector<std::string> changes;
  // Where the changelog is silent about a change, or names one that is none. Empty: it agrees.
  LintFindings findings;
};

// Compares all printed decisions over all inputs, exactly, and holds the topmost section of the
// changelog to it: a changed decision must be named (by its id, or the id of one of its rules) in
// an entry with a star, and an entry with a star must name only what changed. Errors: models or
// changelog cannot be read, or models do not compile.
Result<GuidelineComparison> CompareGuidelines(const std::string& old_directory,
                                              const std::string& new_directory,
                                              const std::string& changelog_file);

}  // namespace wervelwijzer::guideline
