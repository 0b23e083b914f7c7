#include "tests/fuzz/fuzz_bind.h"

#include <cstdio>
#include <cstdlib>
#include <string>

#include "base/json.h"
#include "fhir/record.h"
#include "fhir/view.h"
#include "guideline/bindings/bind.h"
#include "tests/support/shipped_models.h"

namespace wervelwijzer {
namespace {

using guideline::Bindings;
using guideline::InputCatalogue;
using guideline::InputType;

[[noreturn]] void GiveUp(const std::string& message) {
  std::fprintf(stderr, "%s\n", message.c_str());
  std::abort();
}

const InputCatalogue& Catalogue() {
  static const InputCatalogue catalogue = [] {
    auto loaded =
        InputCatalogue::Load(std::string(WERVELWIJZER_SOURCE_DIR) + "/guideline/models/inputs.tsv");
    if (!loaded.ok()) GiveUp(loaded.error().ToString());
    return std::move(loaded).value();
  }();
  return catalogue;
}

const Bindings& Shipped() {
  static const Bindings bindings = [] {
    const std::string root = WERVELWIJZER_SOURCE_DIR;
    const auto codes = terminology::Terminology::Load(root + "/terminology/data");
    if (!codes.ok()) GiveUp(codes.error().ToString());
    auto loaded =
        Bindings::Load(root + "/guideline/bindings", Catalogue(), *codes, dmn::DefaultParameters());
    if (!loaded.ok()) GiveUp(loaded.error().ToString());
    return std::move(loaded).value();
  }();
  return bindings;
}

void CheckStates(const guideline::BoundRecord& bound) {
  for (std::size_t i = 0; i < Catalogue().definitions().size(); ++i) {
    const guideline::InputDefinition& input = Catalogue().definitions()[i];
    const auto& state = bound.inputs.Get(static_cast<guideline::CatalogueIndex>(i));
    if (state.origin != guideline::Origin::kStated) continue;
    const bool is_empty = state.values.codes.empty() && state.values.ranges.empty();
    if (is_empty && input.type != InputType::kSet) GiveUp(input.id + " is stated without a value");
    for (const std::string& code : state.values.codes) {
      if (!input.Allows(std::string_view(code))) GiveUp(input.id + " has the value " + code);
    }
    for (const auto& range : state.values.ranges) {
      if (!(range.low <= range.high)) GiveUp(input.id + " has a range without numbers");
    }
  }
}

}  // namespace

void BindAnything(std::string_view json) {
  const Result<JsonDocument> document = JsonDocument::Parse(json);
  if (!document.ok()) return;
  fhir::Record record;
  Issues issues;
  record.Add(document->root(), fhir::ResourceOrigin::kPrefetch, "$", issues);
  record.set_version(fhir::DetectVersion(record));
  guideline::BindOptions options;
  static const TimePoint kNow = *ParseInstant("2026-11-21T13:00:00+01:00");
  options.now = kNow;
  CheckStates(Shipped().Bind(record, options));
}

}  // namespace wervelwijzer
