#pragma once

// The intake form as data (intake_groups.tsv, intake.tsv): which question stands where and when it
// is shown. The words of values and decisions come from the models (text.nl.tsv, text.en.tsv).

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "guideline/inputs.h"

namespace wervelwijzer::guideline {

// An earlier question was answered so.
struct IntakeCondition {
  CatalogueIndex input = 0;
  std::string value;
};

struct IntakeQuestion {
  CatalogueIndex input = 0;
  std::vector<IntakeCondition> when;  // shown when one of these holds; none: always
};

struct IntakeGroup {
  std::string id;
  std::string title_nl, title_en;
  std::vector<IntakeQuestion> questions;  // at least one
};

// What people call something.
struct Wording {
  std::string nl, en;
};

class IntakeForm {
 public:
  // Reads the two tables of `bindings` and the words of `models`. Errors name file and line: an
  // input that is asked twice or not at all, a condition on a later or unknown question or on a
  // value that this question does not have, a code without words.
  static Result<IntakeForm> Load(const std::string& bindings, const std::string& models,
                                 const InputCatalogue& catalogue);

  const std::vector<IntakeGroup>& groups() const { return groups_; }
  // The words for a value of an enumeration or a set. Null for other values.
  const Wording* FindValueName(std::string_view input, std::string_view value) const;
  // The name of a decision of the guideline. Null for another id.
  const Wording* FindDecisionName(std::string_view decision) const;

 private:
  const Wording* Find(const std::string& key) const;

  std::vector<IntakeGroup> groups_;
  std::map<std::string, Wording, std::less<>> wordings_;  // by key of the texts
};

}  // namespace wervelwijzer::guideline
