#include "guideline/dmn/loader.h"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>

#include "guideline/dmn/cells.h"
#include "guideline/dmn/names.h"
#include "guideline/dmn/reader.h"

namespace wervelwijzer::dmn {
namespace {

namespace fs = std::filesystem;

Result<std::string> ReadBytes(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  if (!file) return Error{ErrorKind::kNotFound, "cannot open the file", path};
  return std::string(std::istreambuf_iterator<char>(file), {});
}

// Paths of the models, in order of name.
std::vector<std::string> ModelFiles(const std::string& directory) {
  std::vector<std::string> files;
  std::error_code failure;
  for (fs::directory_iterator it(directory, failure), end; !failure && it != end;
       it.increment(failure)) {
    const std::string name = it->path().filename().string();
    if (name.ends_with(".dmn") && !name.ends_with(".text.dmn"))
      files.push_back(it->path().string());
  }
  std::ranges::sort(files);
  return files;
}

std::vector<std::string_view> Fields(std::string_view line) {
  std::vector<std::string_view> fields;
  while (true) {
    const std::size_t tab = line.find('\t');
    fields.push_back(Trim(line.substr(0, tab)));
    if (tab == std::string_view::npos) return fields;
    line.remove_prefix(tab + 1);
  }
}

// Ids of the inputs whose column `whole` is not empty; inputs.tsv of the models.
std::vector<std::string> WholeInputs(std::string_view text) {
  std::vector<std::string> inputs;
  std::size_t column = std::string_view::npos;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    const std::vector<std::string_view> fields = Fields(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
    if (column == std::string_view::npos) {
      column = static_cast<std::size_t>(std::ranges::find(fields, "whole") - fields.begin());
    } else if (column < fields.size() && !fields[column].empty() && fields[column] != "false" &&
               fields[column] != "no") {
      inputs.emplace_back(fields.front());
    }
  }
  return inputs;
}

// Appends one part so that no other split of the same bytes gives the same text.
void AddToHash(std::string& all, std::string_view name, std::string_view bytes) {
  all += std::to_string(name.size()) + ":" + std::string(name) + ":" +
         std::to_string(bytes.size()) + ":" + std::string(bytes);
}

}  // namespace

Result<ModelSet> ReadModelSet(const std::string& directory, std::span<const Parameter> parameters) {
  ModelSet set;
  std::string all;
  for (const std::string& path : ModelFiles(directory)) {
    Result<std::string> bytes = ReadBytes(path);
    if (!bytes) return bytes.error();
    Result<Model> model = ReadModel(*bytes, fs::path(path).filename().string());
    if (!model) return model.error();
    AddToHash(all, model->file, *bytes);
    set.models.push_back(std::move(*model));
  }
  if (set.models.empty()) {
    return Error{ErrorKind::kNotFound, "no model in the directory", directory};
  }
  if (const Result<std::string> text = ReadBytes(directory + "/rules.tsv")) {
    Result<std::vector<RequiredRule>> rules = ReadRuleRegister(*text, "rules.tsv");
    if (!rules) return rules.error();
    set.required_rules = std::move(*rules);
    AddToHash(all, "rules.tsv", *text);
  }
  if (const Result<std::string> text = ReadBytes(directory + "/inputs.tsv")) {
    set.whole_inputs = WholeInputs(*text);
    AddToHash(all, "inputs.tsv", *text);
  }
  for (const Parameter& parameter : parameters) {
    AddToHash(all, parameter.name, NumberText(parameter.value));
  }
  set.hash = Sha256Hex(all);
  return set;
}

Findings VerifyModelSet(const ModelSet& set, std::span<const Parameter> parameters,
                        std::span<const std::string> compared) {
  VerifyOptions options;
  options.compile = {{parameters.begin(), parameters.end()}, set.whole_inputs};
  options.compared.assign(compared.begin(), compared.end());
  options.required_rules = set.required_rules;
  return Verify(set.models, options);
}

Result<LoadedProgram> LoadProgram(const std::string& directory, const LoadOptions& options) {
  Result<ModelSet> set = ReadModelSet(directory, options.parameters);
  if (!set) return set.error();
  const auto& known = options.verified_hashes;
  Findings findings;
  if (std::ranges::find(known, set->hash) == known.end()) {
    findings = VerifyModelSet(*set, options.parameters, options.compared);
  }
  for (const Finding& finding : findings) {
    if (finding.severity != Severity::kError && finding.severity != Severity::kFatal) continue;
    return InvalidInput(finding.message, finding.Place());
  }
  Result<Program> program =
      Program::CompileWith(set->models, CompileOptions{options.parameters, set->whole_inputs});
  if (!program) return program.error();
  return LoadedProgram{std::move(*program), std::move(set->hash), std::move(findings)};
}

}  // namespace wervelwijzer::dmn
