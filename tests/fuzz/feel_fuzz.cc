// Any bytes as FEEL: as an expression and as a cell, read and, when they can be read, evaluated.

#include <cstddef>
#include <cstdint>
#include <string_view>

#include "guideline/dmn/feel_eval.h"
#include "guideline/dmn/feel_parser.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace wervelwijzer::dmn;
  static const FeelNames kNames{{"life-expectancy-months", "Person name", "a+b"}, {"first name"}};
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  EvaluationState state;
  state.steps_left = 2000;
  if (const auto node = ParseExpression(text, kNames); node.ok()) {
    const Value value = Evaluate(**node, nullptr, state);
    if (value == value) (void)value.ToString();
  }
  if (const auto tests = ParseUnaryTests(text, kNames); tests.ok()) {
    state.steps_left = 2000;
    (void)EvaluateTests(*tests, Value(5), nullptr, state);
  }
  return 0;
}
