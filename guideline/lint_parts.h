#pragma once

// The checks of lint.h, one function each. For lint.cc and its tests.

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "guideline/lint.h"
#include "guideline/load.h"

namespace wervelwijzer::guideline {

// Every input of the models is in inputs.tsv with the same values; every row of inputs.tsv is used
// by a model or by the cards, and has words in both languages.
void CheckCatalogue(const GuidelineFiles& files, const dmn::Program& program,
                    LintFindings& findings);

// Every decision of decisions.tsv has a table; its inputs are the table's.
void CheckDecisions(const GuidelineFiles& files, const dmn::Program& program,
                    LintFindings& findings);

// Every parameter is used, its default lies within its bounds, and the models verify at both
// bounds.
void CheckParameters(const std::string& directory, const GuidelineFiles& files,
                     LintFindings& findings);

// Every decision, outcome, code, member and value has words in text.nl.tsv and text.en.tsv.
void CheckTexts(const std::string& directory, const GuidelineFiles& files,
                const dmn::Program& program, LintFindings& findings);

// The entries of the topmost section of a changelog that have a star, each on one line.
struct StarredEntry {
  std::string text;
  int line = 0;
};
std::vector<StarredEntry> StarredEntries(std::string_view changelog);

// Holds the entries to the decisions that changed; `all` are the ids that an entry can name.
void CheckChangelog(std::span<const StarredEntry> entries, const std::vector<std::string>& changed,
                    const std::vector<std::string>& all, const std::string& file,
                    LintFindings& findings);

}  // namespace wervelwijzer::guideline
