#include "conformance/dmn_tck/run.h"

#include <algorithm>
#include <filesystem>

#include "base/clock.h"
#include "conformance/dmn_tck/test_case.h"
#include "guideline/dmn/reader.h"
#include "guideline/dmn/reference.h"

namespace wervelwijzer::dmn_tck {
namespace {

namespace fs = std::filesystem;

// The models of one directory, the one under test first.
Result<std::vector<dmn::Model>> ReadModels(const fs::path& directory, const std::string& main) {
  std::vector<dmn::Model> models;
  Result<dmn::Model> first = dmn::ReadModelFile((directory / main).string());
  if (!first.ok()) return first.error();
  const bool imports = !first->imports.empty();
  models.push_back(std::move(*first));
  if (!imports) return models;
  std::vector<fs::path> others;
  for (const auto& entry : fs::directory_iterator(directory)) {
    if (entry.path().extension() == ".dmn" && entry.path().filename() != main) {
      others.push_back(entry.path());
    }
  }
  std::sort(others.begin(), others.end());
  for (const fs::path& path : others) {
    Result<dmn::Model> other = dmn::ReadModelFile(path.string());
    if (!other.ok()) return other.error();
    models.push_back(std::move(*other));
  }
  return models;
}

// The value of one result node.
Result<dmn::Value> Answer(const dmn::ReferenceModel& model, const TestCase& test,
                          const std::string& name) {
  const TimePoint now = SystemClock().Now();
  if (test.kind == TestCase::Kind::kKnowledge) {
    return model.EvaluateKnowledge(test.invocable, test.inputs, now);
  }
  if (test.kind == TestCase::Kind::kDecision) {
    return model.EvaluateDecision(name, test.inputs, now);
  }
  Result<dmn::Value> value = model.EvaluateService(test.invocable, test.inputs, now);
  // A service with several decisions answers with all of them; the node asks for one.
  if (value.ok() && test.results.size() > 1 && value->AsContext() != nullptr) {
    const dmn::Value* part = value->AsContext()->Find(name);
    if (part != nullptr) return *part;
  }
  return value;
}

void RunCase(const dmn::ReferenceModel& model, const TestCase& test, CaseOutcome& outcome) {
  outcome.kind = CaseOutcome::Kind::kSuccess;
  for (const ExpectedResult& expected : test.results) {
    const Result<dmn::Value> actual = Answer(model, test, expected.name);
    if (actual.ok() && Matches(expected.value, *actual)) continue;
    outcome.kind = CaseOutcome::Kind::kError;
    outcome.remark = expected.name + ": expected " + expected.value.ToString() + ", got " +
                     (actual.ok() ? actual->ToString() : actual.error().ToString());
    return;
  }
}

// The level's folder above the test file, when there is one.
std::string LevelOf(const fs::path& file) {
  for (const fs::path& part : file) {
    if (part.string().starts_with("compliance-level-")) return part.string();
  }
  return {};
}

void RunFile(const fs::path& path, std::vector<CaseOutcome>& outcomes) {
  const Result<TestFile> file = ReadTestFile(path.string());
  if (!file.ok()) return;  // another XML file
  CaseOutcome outcome;
  outcome.directory = path.parent_path().filename().string();
  outcome.level = LevelOf(path);
  outcome.test_file = path.filename().string();
  const Result<std::vector<dmn::Model>> models = ReadModels(path.parent_path(), file->model_file);
  Result<dmn::ReferenceModel> model =
      models.ok() ? dmn::ReferenceModel::Build(*models) : models.error();
  for (const TestCase& test : file->cases) {
    outcome.case_id = test.id;
    outcome.has_real_value = test.HasRealValue();
    outcome.remark.clear();
    if (model.ok()) {
      RunCase(*model, test, outcome);
    } else {
      outcome.kind = CaseOutcome::Kind::kError;
      outcome.remark = model.error().ToString();
    }
    outcomes.push_back(outcome);
  }
}

bool IsSelected(const fs::path& path, const Selection& selection) {
  const std::string directory = path.parent_path().filename().string();
  if (!selection.directories.empty() && !selection.directories.contains(directory)) return false;
  return selection.level.empty() || LevelOf(path) == "compliance-level-" + selection.level;
}

}  // namespace

Result<std::vector<CaseOutcome>> RunFolder(const std::string& folder, const Selection& selection) {
  std::error_code error;
  if (!fs::is_directory(folder, error)) {
    return Error{ErrorKind::kNotFound, "folder `" + folder + "` is absent", {}};
  }
  std::vector<fs::path> files;
  for (const auto& entry : fs::recursive_directory_iterator(folder)) {
    if (entry.path().extension() == ".xml" && IsSelected(entry.path(), selection)) {
      files.push_back(entry.path());
    }
  }
  std::sort(files.begin(), files.end());
  std::vector<CaseOutcome> outcomes;
  for (const fs::path& path : files) RunFile(path, outcomes);
  return outcomes;
}

}  // namespace wervelwijzer::dmn_tck
