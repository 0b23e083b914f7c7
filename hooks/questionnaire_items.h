#pragma once

// The items of our Questionnaires: one question of the guideline each.

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/json.h"
#include "guideline/bindings/intake_form.h"
#include "guideline/inputs.h"

namespace wervelwijzer::hooks {

// An item is shown when the boolean question has this answer, or none: what is not known is not
// excluded.
struct ItemCondition {
  std::string_view question;
  bool answer = true;
};

class ItemWriter {
 public:
  // kFromRecord: answers may be taken from Observations with the item's code (SDC
  // observationLinkPeriod), for a user to confirm.
  enum class Prefill { kNone, kFromRecord };

  // All three outlive the writer of items.
  ItemWriter(JsonWriter& writer, const guideline::IntakeForm& form,
             const guideline::InputCatalogue& catalogue, Prefill prefill = Prefill::kNone)
      : writer_(writer), form_(form), catalogue_(catalogue), prefill_(prefill) {}

  void WriteGroup(const guideline::IntakeGroup& group);
  void WriteQuestion(guideline::CatalogueIndex index,
                     const std::vector<guideline::IntakeCondition>& when);
  // A free text of that linkId, named as the value `code` of `input` is; shown when the boolean
  // question has that answer or none.
  void WriteText(std::string_view input, const std::string& code,
                 const std::optional<ItemCondition>& when);

 private:
  void WriteExtensions(const guideline::InputDefinition& input);
  void WriteBound(std::string_view name, std::string_view type, double bound);
  void BeginExtension(std::string_view name);  // leaves the object of the extension open
  void WriteConditions(const std::vector<guideline::IntakeCondition>& when);
  void WriteOptions(const guideline::InputDefinition& input);
  void WriteCoding(const guideline::InputDefinition& input, const std::string& code);
  void WriteHelp(const guideline::InputDefinition& input);

  JsonWriter& writer_;
  const guideline::IntakeForm& form_;
  const guideline::InputCatalogue& catalogue_;
  Prefill prefill_;
};

}  // namespace wervelwijzer::hooks
