#pragma once

// Verification of models before they may decide about patients. Exact: what is reported exists, and
// what exists is reported. Every gap and overlap comes with an example in words. A model with an
// error does not load (loader.h). The checks of the profile are in guideline/models/README.md.

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "guideline/dmn/finding.h"
#include "guideline/dmn/model.h"
#include "guideline/dmn/program.h"

namespace wervelwijzer::dmn {

// A rule that the text of a guideline asks for. A PRIORITY or COLLECT table stays complete when one
// of its rules is cut; the register is what notices.
struct RequiredRule {
  std::string id;    // `imaging-urgency-8`
  std::string text;  // the sentence or case that is left without a rule when it is gone
};

// Reads guideline/models/rules.tsv: rule id, tab, text; the first line names the columns.
Result<std::vector<RequiredRule>> ReadRuleRegister(std::string_view text, const std::string& file);

struct VerifyOptions {
  CompileOptions compile;
  // PRIORITY tables whose catch-all row (all cells `-`) is allowed because the table is compared
  // with a second encoding. A decision whose provenance says `compared="true"` is one of them.
  std::vector<std::string> compared;
  std::vector<RequiredRule> required_rules;
};

// Verifies all models together. Findings are ordered by file and line.
Findings Verify(std::span<const Model> models, const VerifyOptions& options = {});

}  // namespace wervelwijzer::dmn
