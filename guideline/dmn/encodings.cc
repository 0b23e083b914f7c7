// Tree against text: the second encodings of a directory compared with its models.

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <set>

#include "guideline/dmn/compare.h"
#include "guideline/dmn/names.h"
#include "guideline/dmn/reader.h"
#include "guideline/dmn/verify.h"

namespace wervelwijzer::dmn {
namespace {

namespace fs = std::filesystem;

std::vector<std::string> EncodingFiles(const std::string& directory) {
  std::vector<std::string> files;
  std::error_code failure;
  for (fs::directory_iterator it(directory + "/text", failure), end; !failure && it != end;
       it.increment(failure)) {
    if (it->path().string().ends_with(".text.dmn")) files.push_back(it->path().string());
  }
  std::ranges::sort(files);
  return files;
}

bool HasDecision(std::span<const Model> models, const std::string& name) {
  return std::ranges::any_of(models, [&](const Model& model) {
    return std::ranges::any_of(model.decisions,
                               [&](const Decision& decision) { return decision.name == name; });
  });
}

// The decisions of the second encoding that the models have too.
std::vector<std::string> Shared(std::span<const Model> models, const Model& encoding) {
  std::vector<std::string> names;
  for (const Decision& decision : encoding.decisions) {
    if (HasDecision(models, decision.name)) names.push_back(decision.name);
  }
  return names;
}

std::string FirstOutput(const std::string& row) { return row.substr(0, row.find(',')); }

class EncodingCheck {
 public:
  explicit EncodingCheck(std::vector<ListedDifference> listed)
      : listed_(std::move(listed)), seen_(listed_.size(), 0) {}

  void Check(const DecisionComparison& comparison, const Model& encoding) {
    for (const Difference& difference : comparison.differences) {
      bool known = false;
      for (std::size_t i = 0; i < listed_.size(); ++i) {
        const ListedDifference& own = listed_[i];
        if (own.decision != comparison.decision || !Names(own.tree, difference.before) ||
            !Names(own.text, difference.after)) {
          continue;
        }
        known = true;
        seen_[i] = 1;
      }
      if (known) continue;
      findings_.push_back({Severity::kError,
                           "encoding",
                           encoding.file,
                           0,
                           comparison.decision,
                           {},
                           "tree gives `" + difference.before + "`, text `" + difference.after +
                               "`: " + difference.where + "; list it with its reason"});
    }
  }

  void Add(Findings findings) {
    for (Finding& finding : findings) findings_.push_back(std::move(finding));
  }

  Findings Finish() && {
    for (std::size_t i = 0; i < listed_.size(); ++i) {
      if (seen_[i]) continue;
      findings_.push_back(
          {Severity::kError,
           "encoding",
           "differences.tsv",
           listed_[i].line,
           listed_[i].decision,
           {},
           "`" + listed_[i].tree + "` against `" + listed_[i].text + "` does not occur any more"});
    }
    return std::move(findings_);
  }

 private:
  // A line may name the outcome alone or the whole row.
  static bool Names(const std::string& listed, const std::string& row) {
    return listed == row || listed == FirstOutput(row);
  }

  std::vector<ListedDifference> listed_;
  std::vector<char> seen_;
  Findings findings_;
};

Result<std::vector<ListedDifference>> ReadListed(const std::string& directory) {
  std::ifstream file(directory + "/text/differences.tsv", std::ios::binary);
  if (!file) return std::vector<ListedDifference>{};
  const std::string text(std::istreambuf_iterator<char>(file), {});
  return ReadListedDifferences(text, "differences.tsv");
}

// An encoding with a gap may not even compile; the gap says it in words.
Findings GapsOf(const Model& encoding, const CompileOptions& options) {
  VerifyOptions verify;
  verify.compile = options;
  Findings findings = Verify(std::span(&encoding, 1), verify);
  std::erase_if(findings, [](const Finding& finding) { return finding.check != "gap"; });
  return findings;
}

}  // namespace

Result<std::vector<ListedDifference>> ReadListedDifferences(std::string_view text,
                                                            const std::string& file) {
  std::vector<ListedDifference> listed;
  int number = 0;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    std::string_view line = text.substr(0, end);
    text.remove_prefix(std::min(end + 1, text.size()));
    if (++number == 1 || Trim(line).empty() || line.front() == '#') continue;
    std::vector<std::string> fields;
    while (fields.size() < 5) {
      const std::size_t tab = line.find('\t');
      fields.emplace_back(Trim(line.substr(0, tab)));
      if (tab == std::string_view::npos) break;
      line.remove_prefix(tab + 1);
    }
    if (fields.size() < 5 || fields[4].empty()) {
      return InvalidInput("a difference has decision, condition, tree, text and reason",
                          file + ":" + std::to_string(number));
    }
    listed.push_back({fields[0], fields[1], fields[2], fields[3], fields[4], number});
  }
  return listed;
}

Result<Findings> CompareEncodings(const std::string& directory, std::span<const Model> models,
                                  const CompileOptions& options) {
  Result<std::vector<ListedDifference>> listed = ReadListed(directory);
  if (!listed) return listed.error();
  EncodingCheck check(std::move(*listed));
  for (const std::string& path : EncodingFiles(directory)) {
    const Result<Model> encoding = ReadModelFile(path);
    if (!encoding) return encoding.error();
    const std::vector<std::string> shared = Shared(models, *encoding);
    if (shared.empty()) continue;
    const auto comparisons =
        CompareModels({models, options}, {std::span(&*encoding, 1), options}, shared);
    if (!comparisons) {
      Findings gaps = GapsOf(*encoding, options);
      if (gaps.empty()) return comparisons.error();
      check.Add(std::move(gaps));
      continue;
    }
    for (const DecisionComparison& comparison : *comparisons) check.Check(comparison, *encoding);
  }
  return std::move(check).Finish();
}

Result<std::vector<std::string>> ComparedDecisions(const std::string& directory,
                                                   std::span<const Model> models) {
  std::set<std::string> names;
  for (const std::string& path : EncodingFiles(directory)) {
    const Result<Model> encoding = ReadModelFile(path);
    if (!encoding) return encoding.error();
    for (const std::string& name : Shared(models, *encoding)) names.insert(name);
  }
  return std::vector<std::string>(names.begin(), names.end());
}

}  // namespace wervelwijzer::dmn
