#pragma once

// The test files of the public DMN compatibility kit (schema testCases.xsd of dmn-tck/tck).

#include <string>
#include <vector>

#include "base/result.h"
#include "guideline/dmn/value.h"

namespace wervelwijzer::dmn_tck {

struct ExpectedResult {
  std::string name;  // of a decision
  dmn::Value value;  // null also when the kit expects an error
};

struct TestCase {
  enum class Kind { kDecision, kKnowledge, kService };
  std::string id;
  Kind kind = Kind::kDecision;
  std::string invocable;  // the service or knowledge model to call
  dmn::ValueContext inputs;
  std::vector<ExpectedResult> results;

  // False when every expected value is null. An engine that always answers null passes such a case,
  // so they are counted apart.
  bool HasRealValue() const;
};

struct TestFile {
  std::string model_file;  // beside the test file
  std::vector<TestCase> cases;
};

// kNotFound when the file cannot be read; kInvalidInput when it is no test file.
Result<TestFile> ReadTestFile(const std::string& path);

// Equal as the vendors' runners have it: numbers within 1e-8, everything else exactly.
bool Matches(const dmn::Value& expected, const dmn::Value& actual);

}  // namespace wervelwijzer::dmn_tck
