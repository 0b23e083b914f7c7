#include "guideline/load.h"

#include <algorithm>
#include <charconv>
#include <optional>
#include <utility>

#include "guideline/tsv.h"

namespace wervelwijzer::guideline {
namespace {

std::optional<double> ParseNumber(const std::string& text) {
  double value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
  return value;
}

std::string PlainNumber(double value) {
  char text[32];
  const auto [end, error] = std::to_chars(text, text + sizeof text, value);
  return {text, end};
}

Status Override(std::vector<ParameterDefinition>& definitions, const dmn::Parameter& override) {
  const auto found = std::ranges::find(definitions, override.name, &ParameterDefinition::name);
  if (found == definitions.end()) return InvalidInput("unknown parameter `" + override.name + "`");
  if (!(override.value >= found->minimum && override.value <= found->maximum))
    return InvalidInput("parameter `" + override.name + "` lies outside its bounds, " +
                        PlainNumber(found->minimum) + " to " + PlainNumber(found->maximum));
  found->value = override.value;
  return {};
}

}  // namespace

Result<std::vector<ParameterDefinition>> ReadParameters(const std::string& path) {
  std::vector<ParameterDefinition> definitions;
  Result<TsvTable> table = TsvTable::Load(path, {"id", "default", "minimum", "maximum"});
  if (!table.ok()) return std::move(table).error();
  for (const TsvRow& row : table->rows()) {
    const auto value = ParseNumber(table->Cell(row, "default"));
    const auto minimum = ParseNumber(table->Cell(row, "minimum"));
    const auto maximum = ParseNumber(table->Cell(row, "maximum"));
    if (!value || !minimum || !maximum)
      return InvalidInput("a value or bound that is no number", table->Place(row));
    definitions.push_back({table->Cell(row, "id"), *value, *minimum, *maximum, row.line});
  }
  return definitions;
}

Result<GuidelineFiles> ReadGuidelineFiles(const std::string& directory,
                                          std::span<const dmn::Parameter> overrides) {
  GuidelineFiles files;
  Result<InputCatalogue> catalogue = InputCatalogue::Load(directory + "/inputs.tsv");
  if (!catalogue.ok()) return std::move(catalogue).error();
  files.catalogue = std::move(catalogue).value();
  files.decisions_file = directory + "/decisions.tsv";
  Result<std::vector<ParameterDefinition>> parameters =
      ReadParameters(directory + "/parameters.tsv");
  if (!parameters.ok()) return std::move(parameters).error();
  for (const dmn::Parameter& override : overrides)
    if (Status status = Override(*parameters, override); !status) return status.error();
  for (const ParameterDefinition& parameter : *parameters)
    files.parameters.push_back({parameter.name, parameter.value});
  Result<dmn::ModelSet> set = dmn::ReadModelSet(directory, files.parameters);
  if (!set.ok()) return std::move(set).error();
  files.set = std::move(set).value();
  return files;
}

Status VerifyModels(const GuidelineFiles& files) {
  for (const dmn::Finding& finding : dmn::VerifyModelSet(files.set, files.parameters))
    if (finding.severity == Severity::kError || finding.severity == Severity::kFatal)
      return InvalidInput(finding.message, finding.Place());
  return {};
}

Result<dmn::Program> CompileModels(const GuidelineFiles& files) {
  return dmn::Program::CompileWith(files.set.models,
                                   dmn::CompileOptions{files.parameters, files.set.whole_inputs});
}

}  // namespace wervelwijzer::guideline
