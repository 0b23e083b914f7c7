#pragma once

// The models that are shipped, with the default of every parameter.

#include <fstream>
#include <sstream>
#include <string>
#include <vector>

#include "guideline/dmn/program.h"

namespace wervelwijzer::dmn {

inline const std::string kShippedModels = WERVELWIJZER_SOURCE_DIR "/guideline/models";

// parameters.tsv: id, tab, default.
inline std::vector<Parameter> DefaultParameters() {
  std::vector<Parameter> parameters;
  std::ifstream file(kShippedModels + "/parameters.tsv");
  std::string line;
  std::getline(file, line);
  while (std::getline(file, line)) {
    std::istringstream fields(line);
    Parameter parameter;
    if (std::getline(fields, parameter.name, '\t') && fields >> parameter.value) {
      parameters.push_back(parameter);
    }
  }
  return parameters;
}

}  // namespace wervelwijzer::dmn
