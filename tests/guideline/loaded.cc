#include "tests/guideline/loaded.h"

#include <gtest/gtest.h>

#include <cstdlib>
#include <iostream>
#include <utility>

namespace wervelwijzer::guideline {
namespace {

const char* const kModels = WERVELWIJZER_SOURCE_DIR "/guideline/models";

}  // namespace

const Guideline& Shipped() {
  static const std::shared_ptr<const Guideline> kGuideline = [] {
    Result<std::shared_ptr<const Guideline>> loaded = Guideline::Load(kModels);
    if (!loaded.ok()) {
      std::cerr << loaded.error().ToString() << "\n";
      std::exit(1);
    }
    return *loaded;
  }();
  return *kGuideline;
}

const InputCatalogue& ShippedCatalogue() {
  static const InputCatalogue kCatalogue = [] {
    Result<InputCatalogue> loaded = InputCatalogue::Load(std::string(kModels) + "/inputs.tsv");
    if (!loaded.ok()) {
      std::cerr << loaded.error().ToString() << "\n";
      std::exit(1);
    }
    return *loaded;
  }();
  return kCatalogue;
}

Inputs InputsOf(std::string_view json) {
  const Result<JsonDocument> document = JsonDocument::Parse(json);
  if (!document.ok()) {
    ADD_FAILURE() << document.error().ToString() << " in " << json;
    return Inputs(ShippedCatalogue());
  }
  Result<Inputs> inputs = ReadInputs(ShippedCatalogue(), document->root(), TimeZone::Amsterdam());
  if (inputs.ok()) return std::move(inputs).value();
  ADD_FAILURE() << inputs.error().ToString() << " in " << json;
  return Inputs(ShippedCatalogue());
}

std::string DecideAsJson(std::string_view inputs, std::string_view decision) {
  Inputs known = InputsOf(inputs);
  const Decisions decisions = Shipped().Decide(known, Module::kAll);
  JsonWriter writer;
  WriteDecision(writer, decisions.Get(decision));
  return std::move(writer).Take();
}

}  // namespace wervelwijzer::guideline
