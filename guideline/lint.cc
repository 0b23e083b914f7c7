#include "guideline/lint.h"

#include <algorithm>
#include <utility>

#include "guideline/box.h"
#include "guideline/dmn/compare.h"
#include "guideline/lint_parts.h"
#include "guideline/plan.h"

namespace wervelwijzer::guideline {
namespace {

constexpr const char* kCatalogueFile = "inputs.tsv";
constexpr const char* kDecisionsFile = "decisions.tsv";
constexpr const char* kParametersFile = "parameters.tsv";

// Inputs that no table looks at: the cards count deadlines from these dates.
constexpr std::string_view kUsedByCards[] = {"spinal-metastases-diagnosis-date", "suspicion-date",
                                             "spine-surgery-date", "radiotherapy-end-date"};

LintFinding Make(Severity severity, std::string check, std::string file, std::string message,
                 std::string decision = {}) {
  LintFinding finding;
  finding.severity = severity;
  finding.check = std::move(check);
  finding.file = std::move(file);
  finding.message = std::move(message);
  finding.decision = std::move(decision);
  return finding;
}

LintFinding FromError(const Error& error) {
  return Make(Severity::kError, "read", error.path, error.message);
}

dmn::Interval DomainOf(const InputDefinition& definition) {
  return {definition.minimum, definition.maximum, definition.minimum_open, false};
}

// The range that the models look at.
dmn::Interval ModelRange(const dmn::ProgramInput& input) {
  const dmn::Interval& first = input.atoms.front().interval;
  const dmn::Interval& last = input.atoms.back().interval;
  return {first.low, last.high, first.low_open, last.high_open};
}

void CheckRange(const InputDefinition& definition, const dmn::ProgramInput& input,
                LintFindings& findings) {
  if (definition.type == InputType::kDate || !definition.allowed_values.empty()) return;
  const dmn::Interval wanted = DomainOf(definition);
  const dmn::Interval found = ModelRange(input);
  const bool same_low = found.low == wanted.low && found.low_open == wanted.low_open;
  if (same_low && found.high == wanted.high) return;
  findings.push_back(Make(Severity::kWarning, "catalogue", kCatalogueFile,
                          "input `" + definition.id + "` has another range in the models"));
}

void CheckUse(const InputCatalogue& catalogue, const std::vector<bool>& used,
              LintFindings& findings) {
  for (std::size_t i = 0; i < used.size(); ++i) {
    const std::string& id = catalogue.definitions()[i].id;
    if (used[i] || std::ranges::find(kUsedByCards, id) != std::end(kUsedByCards)) continue;
    findings.push_back(Make(Severity::kInformation, "catalogue", kCatalogueFile,
                            "no model looks at input `" + id + "`"));
  }
}

void CheckWords(const InputDefinition& definition, LintFindings& findings) {
  const bool complete = !definition.name_nl.empty() && !definition.name_en.empty() &&
                        !definition.definition_nl.empty() && !definition.definition_en.empty();
  if (complete) return;
  findings.push_back(Make(Severity::kError, "text", kCatalogueFile,
                          "input `" + definition.id + "` lacks a name or definition"));
}

}  // namespace

void CheckCatalogue(const GuidelineFiles& files, const dmn::Program& program,
                    LintFindings& findings) {
  const InputCatalogue& catalogue = files.catalogue;
  std::vector<bool> used(catalogue.definitions().size());
  for (const dmn::ProgramInput& input : program.inputs()) {
    const Result<InputSource> source = FindSource(catalogue, input);
    if (!source.ok()) {
      findings.push_back(
          Make(Severity::kError, "catalogue", kCatalogueFile, source.error().message));
      continue;
    }
    for (CatalogueIndex index : source->behind) used[index] = true;
    const auto direct = catalogue.Find(input.id);
    if (direct && input.kind == dmn::InputKind::kNumber)
      CheckRange(catalogue.definitions()[*direct], input, findings);
  }
  CheckUse(catalogue, used, findings);
  for (const InputDefinition& definition : catalogue.definitions())
    CheckWords(definition, findings);
}

void CheckDecisions(const GuidelineFiles& files, const dmn::Program& program,
                    LintFindings& findings) {
  Result<BoxBuilder> boxes = BoxBuilder::Make(files.catalogue, program);
  if (!boxes.ok()) return;  // CheckCatalogue has said why
  const Result<GuidelinePlan> plan = MakePlan(
      files.decisions_file, {files.catalogue, *boxes, program, files.set.models, files.parameters});
  if (!plan.ok()) return findings.push_back(FromError(plan.error()));
  for (const DecisionPlan& decision : plan->decisions) {
    const bool has_table = decision.main || !decision.lists.empty();
    if (!has_table && decision.id != "consistency-check")
      findings.push_back(Make(Severity::kError, "decisions", kDecisionsFile,
                              "no model decides `" + decision.id + "`", decision.id));
    for (std::size_t i = 0; i < decision.unlisted.size(); ++i) {
      if (!decision.unlisted[i]) continue;
      findings.push_back(Make(Severity::kError, "decisions", kDecisionsFile,
                              "the table looks at `" + files.catalogue.definitions()[i].id +
                                  "`, which is not among the inputs of the decision",
                              decision.id));
    }
  }
}

void CheckParameters(const std::string& directory, const GuidelineFiles& files,
                     LintFindings& findings) {
  const Result<std::vector<ParameterDefinition>> parameters =
      ReadParameters(directory + "/" + kParametersFile);
  if (!parameters.ok()) return findings.push_back(FromError(parameters.error()));
  const auto report = [&](const ParameterDefinition& parameter, const std::string& what) {
    findings.push_back(Make(Severity::kError, "parameter", kParametersFile,
                            "parameter `" + parameter.name + "` " + what));
    findings.back().line = parameter.line;
  };
  for (const ParameterDefinition& parameter : *parameters) {
    if (parameter.value < parameter.minimum || parameter.value > parameter.maximum)
      report(parameter, "has a default outside its bounds");
    for (const double bound : {parameter.minimum, parameter.maximum}) {
      std::vector<dmn::Parameter> values = files.parameters;
      for (dmn::Parameter& value : values)
        if (value.name == parameter.name) value.value = bound;
      if (dmn::HasErrors(dmn::VerifyModelSet(files.set, values)))
        report(parameter, "breaks the models at a bound");
    }
  }
}

LintFindings LintGuideline(const std::string& models_directory) {
  LintFindings findings;
  const Result<GuidelineFiles> files = ReadGuidelineFiles(models_directory, {});
  if (!files.ok()) return {FromError(files.error())};
  findings = dmn::VerifyModelSet(files->set, files->parameters);
  const Result<dmn::Program> program = CompileModels(*files);
  if (!program.ok()) {
    if (!dmn::HasErrors(findings)) findings.push_back(FromError(program.error()));
    return findings;
  }
  const dmn::CompileOptions options{files->parameters, files->set.whole_inputs};
  const Result<LintFindings> encodings =
      dmn::CompareEncodings(models_directory, files->set.models, options);
  if (!encodings.ok()) {
    findings.push_back(FromError(encodings.error()));
  } else {
    findings.insert(findings.end(), encodings->begin(), encodings->end());
  }
  CheckCatalogue(*files, *program, findings);
  CheckDecisions(*files, *program, findings);
  CheckParameters(models_directory, *files, findings);
  CheckTexts(models_directory, *files, *program, findings);
  return findings;
}

}  // namespace wervelwijzer::guideline
