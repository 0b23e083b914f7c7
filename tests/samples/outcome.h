#pragma once

// What becomes of one resource of a sample.

#include <array>
#include <string_view>
#include <vector>

#include "fhir/coding.h"
#include "fhir/record.h"
#include "guideline/bindings/bind.h"
#include "terminology/terminology.h"

namespace wervelwijzer::samples {

enum class Outcome {
  kSpeaks,      // a concept of ours, in a state that says something; Patient, Encounter, our form
  kNoConcern,   // read, its codes are of systems that we cover and mean nothing to the guideline
  kState,       // means something, but was refuted, cancelled, not done or entered in error
  kOther,       // about somebody else
  kNoCode,      // of a type that is read, without any code
  kNotCovered,  // only codes of systems that we do not cover
  kForm,        // a form that is not ours
  kType,        // a type that says nothing to the guideline
};
inline constexpr int kOutcomeCount = static_cast<int>(Outcome::kType) + 1;
inline constexpr std::array<std::string_view, kOutcomeCount> kOutcomeNames = {
    "says something", "of no concern",      "state",      "other person",
    "no code",        "system not covered", "other form", "type not read"};

struct Judgement {
  Outcome outcome = Outcome::kType;
  std::vector<fhir::Coding> codings;  // that say what it is about; empty for types not read
};

Judgement Judge(const fhir::Resource& resource, const fhir::Record& record,
                const terminology::Terminology& terminology, const guideline::BindOptions& options);

}  // namespace wervelwijzer::samples
