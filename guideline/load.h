#pragma once

// The files of guideline/models, read but not yet compiled.

#include <span>
#include <string>
#include <vector>

#include "base/result.h"
#include "guideline/dmn/loader.h"
#include "guideline/dmn/program.h"
#include "guideline/inputs.h"

namespace wervelwijzer::guideline {

// One row of parameters.tsv.
struct ParameterDefinition {
  std::string name;
  double value = 0;                 // the default
  double minimum = 0, maximum = 0;  // what a configuration may set, ends included
  int line = 0;
};

struct GuidelineFiles {
  dmn::ModelSet set;
  std::vector<dmn::Parameter> parameters;  // with the overrides
  InputCatalogue catalogue;
  std::string decisions_file;
};

// Errors: a file that is missing or cannot be read; an override that names no parameter or lies
// outside its bounds.
Result<GuidelineFiles> ReadGuidelineFiles(const std::string& directory,
                                          std::span<const dmn::Parameter> overrides);

Result<std::vector<ParameterDefinition>> ReadParameters(const std::string& path);

// Refuses models that do not verify: the first error that verification finds.
Status VerifyModels(const GuidelineFiles& files);

// The program of the models.
Result<dmn::Program> CompileModels(const GuidelineFiles& files);

}  // namespace wervelwijzer::guideline
