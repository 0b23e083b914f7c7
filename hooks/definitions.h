#pragma once

// FHIR definitions that this server publishes: the intake Questionnaire and the code systems of the
// guideline's inputs, made from the models and bindings in use, so that they never differ from
// them.

#include <map>
#include <memory>
#include <string>
#include <string_view>

#include "guideline/bindings/intake_form.h"
#include "guideline/evaluate.h"
#include "hooks/transport.h"

namespace wervelwijzer::hooks {

// Where the router looks below `/fhir/`. Any thread.
class Definitions {
 public:
  virtual ~Definitions() = default;
  // The JSON by path, `Questionnaire/intake`; null when there is none.
  virtual SharedBytes Find(std::string_view path) const = 0;
};

// Definitions held in memory, by path.
class DefinitionTable final : public Definitions {
 public:
  void Add(std::string path, std::string json);
  SharedBytes Find(std::string_view path) const override;
  std::size_t size() const { return by_path_.size(); }

 private:
  std::map<std::string, SharedBytes, std::less<>> by_path_;
};

// `Questionnaire/intake`, the two `Questionnaire/…-mdo-information`, a `Questionnaire/ask-<id>` for
// each input and for each decision, a `Questionnaire/ask-<input>+<input>` for any dozen inputs at
// most, the code systems of own_codes.h,
// `CodeSystem/guideline-input` and one `CodeSystem/<input-id>` for each input with codes.
std::shared_ptr<const Definitions> DefinitionsOf(const guideline::Guideline& guideline,
                                                 const guideline::IntakeForm& form);

}  // namespace wervelwijzer::hooks
