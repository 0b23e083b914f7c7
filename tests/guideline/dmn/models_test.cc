// The shipped models: they verify, and the laws of the evaluation hold for each of their decisions.

#include <gtest/gtest.h>

#include <fstream>
#include <sstream>

#include "guideline/dmn/loader.h"
#include "guideline/dmn/names.h"

namespace wervelwijzer::dmn {
namespace {

const std::string kModels = WERVELWIJZER_SOURCE_DIR "/guideline/models";

// The defaults of parameters.tsv: id, tab, default.
std::vector<Parameter> DefaultParameters() {
  std::vector<Parameter> parameters;
  std::ifstream file(kModels + "/parameters.tsv");
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

TEST(ModelsTest, ShippedModelsVerify) {
  const Result<ModelSet> set = ReadModelSet(kModels, DefaultParameters());
  if (!set && set.error().kind == ErrorKind::kNotFound) GTEST_SKIP() << "no models yet";
  ASSERT_TRUE(set) << set.error().ToString();
  for (const Finding& finding : VerifyModelSet(*set, DefaultParameters())) {
    if (finding.severity == Severity::kError) {
      ADD_FAILURE() << finding.ToString();
    } else {
      std::printf("%s\n", finding.ToString().c_str());
    }
  }
}

}  // namespace
}  // namespace wervelwijzer::dmn
