#include "app/decide.h"

#include <iostream>
#include <memory>
#include <string>
#include <string_view>

#include "app/input_file.h"
#include "app/places.h"
#include "base/clock.h"
#include "base/json.h"
#include "guideline/evaluate.h"
#include "guideline/inputs.h"

namespace wervelwijzer::app {
namespace {

int Complain(const Error& error, const std::string& place = {}) {
  std::cerr << "wervelwijzer decide: " << place << error.ToString() << "\n";
  return kFindings;
}

Result<std::string> DecideOne(const guideline::Guideline& guideline, std::string_view text) {
  const Result<JsonDocument> document = JsonDocument::Parse(text);
  if (!document.ok()) return document.error();
  Result<guideline::Inputs> inputs =
      guideline::ReadInputs(guideline.catalogue(), document->root(), TimeZone::Amsterdam());
  if (!inputs.ok()) return inputs.error();
  JsonWriter writer;
  guideline::WriteDecisions(writer, guideline.Decide(*inputs, guideline::Module::kAll));
  return std::move(writer).Take();
}

std::string_view WithoutBlanks(std::string_view text) {
  const std::size_t begin = text.find_first_not_of(" \t\r\n");
  if (begin == std::string_view::npos) return {};
  return text.substr(begin, text.find_last_not_of(" \t\r\n") - begin + 1);
}

// A file of JSON lines: one of its lines is a whole object, and it is not one value as a whole. The
// first line may be the one that is damaged.
bool IsLines(std::string_view text) {
  if (text.find('\n') == std::string_view::npos || JsonDocument::Parse(text).ok()) return false;
  while (!text.empty()) {
    const std::size_t end = text.find('\n');
    const Result<JsonDocument> line = JsonDocument::Parse(text.substr(0, end));
    if (line.ok() && line->root().is_object()) return true;
    text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
  }
  return false;
}

int DecideLines(const guideline::Guideline& guideline, std::string_view text) {
  int code = kDone;
  for (int number = 1; !text.empty(); ++number) {
    const std::size_t end = text.find('\n');
    const std::string_view line = WithoutBlanks(text.substr(0, end));
    text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
    if (line.empty()) continue;
    const Result<std::string> decisions = DecideOne(guideline, line);
    if (decisions.ok()) {
      std::cout << *decisions << "\n";
    } else {
      code = Complain(decisions.error(), "line " + std::to_string(number) + ": ");
    }
  }
  return code;
}

}  // namespace

int Decide(const DecideSettings& settings) {
  const Result<hooks::KnowledgePlaces> places = FindData(settings.data);
  if (!places.ok()) return Complain(places.error());
  const auto guideline = guideline::Guideline::Load(places->models, places->parameters);
  if (!guideline.ok()) return Complain(guideline.error());
  const Result<std::string> input = ReadInput(settings.file);
  if (!input.ok()) return Complain(input.error());
  const std::string_view text = WithoutBlanks(*input);
  if (IsLines(text)) return DecideLines(**guideline, *input);
  const Result<std::string> decisions = DecideOne(**guideline, text);
  if (!decisions.ok()) return Complain(decisions.error());
  std::cout << *decisions << "\n";
  return kDone;
}

}  // namespace wervelwijzer::app
