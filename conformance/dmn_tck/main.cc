// dmn-tck FOLDER: runs the public DMN compatibility kit, which is given as a folder and never part
// of this repository, against the reference evaluator.
//
// The exit code is 0 when the outcome is the one that is written down: every case of the tiers A,
// B1 and B2 passes unless known-failures.tsv lists it, and no listed case passes. Else 1; 2 for a
// wrong command line. When the folder is absent nothing runs and the exit code is 77, which ctest
// reports as skipped.

#include <cstdio>
#include <cstdlib>
#include <functional>
#include <map>
#include <span>
#include <string>
#include <vector>

#include "conformance/dmn_tck/run.h"

namespace wervelwijzer::dmn_tck {
namespace {

constexpr int kSkipped = 77;
constexpr const char* kGatedLevel = "compliance-level-2";

struct Options {
  std::string folder, results, directories;
  std::string known_failures = std::string(DMN_TCK_DATA_DIR) + "/known-failures.tsv";
  std::string level;
  double minimum_real_percent = 0;
  int expected_passes = -1;  // -1: any number
  bool verbose = false;
  bool valid = true;
};

Options ReadOptions(std::span<char* const> arguments) {
  Options out;
  const auto value = [&](std::size_t& i) -> std::string {
    if (i + 1 < arguments.size()) return arguments[++i];
    out.valid = false;
    return {};
  };
  for (std::size_t i = 1; i < arguments.size(); ++i) {
    const std::string argument = arguments[i];
    if (argument == "--results")
      out.results = value(i);
    else if (argument == "--level")
      out.level = value(i);
    else if (argument == "--directories")
      out.directories = value(i);
    else if (argument == "--known-failures")
      out.known_failures = value(i);
    else if (argument == "--minimum-real")
      out.minimum_real_percent = std::atof(value(i).c_str());
    else if (argument == "--expect-passes")
      out.expected_passes = std::atoi(value(i).c_str());
    else if (argument == "--verbose")
      out.verbose = true;
    else if (argument[0] == '-' || !out.folder.empty())
      out.valid = false;
    else
      out.folder = argument;
  }
  out.valid = out.valid && !out.folder.empty();
  return out;
}

// Directories in which every failure has to be listed.
bool IsGated(const CaseOutcome& outcome, const std::set<std::string>& tiers) {
  return outcome.level == kGatedLevel || tiers.contains(outcome.directory);
}

// Says what differs from what is written down; returns how many cases do.
int CountSurprises(const std::vector<CaseOutcome>& outcomes, const KnownFailures& known,
                   const std::set<std::string>& tiers) {
  int surprises = 0;
  for (const CaseOutcome& outcome : outcomes) {
    const bool passes = outcome.kind == CaseOutcome::Kind::kSuccess;
    const bool listed = known.contains({outcome.directory, outcome.case_id});
    if (passes && listed) {
      std::printf("passes, but is listed as a known failure: %s %s\n", outcome.directory.c_str(),
                  outcome.case_id.c_str());
      ++surprises;
    } else if (!passes && !listed && IsGated(outcome, tiers)) {
      std::printf("fails: %s %s: %s\n", outcome.directory.c_str(), outcome.case_id.c_str(),
                  outcome.remark.c_str());
      ++surprises;
    }
  }
  return surprises;
}

Score PrintDirectories(const std::vector<CaseOutcome>& outcomes, const Options& options) {
  Score total, directory;
  for (std::size_t i = 0; i < outcomes.size(); ++i) {
    const CaseOutcome& outcome = outcomes[i];
    total.Add(outcome);
    directory.Add(outcome);
    if (options.verbose && outcome.kind != CaseOutcome::Kind::kSuccess) {
      std::printf("  %s %s: %s\n", outcome.directory.c_str(), outcome.case_id.c_str(),
                  outcome.remark.c_str());
    }
    if (i + 1 < outcomes.size() && outcomes[i + 1].directory == outcome.directory) continue;
    std::printf("%-48s %s\n", outcome.directory.c_str(), directory.ToString().c_str());
    directory = Score();
  }
  return total;
}

// The last lines. Of a folder that holds more than one level each is counted by itself, level 2,
// which has to be whole, last.
void PrintScores(const std::vector<CaseOutcome>& outcomes, const Score& total) {
  std::map<std::string, Score, std::greater<>> levels;
  for (const CaseOutcome& outcome : outcomes) levels[outcome.level].Add(outcome);
  if (levels.size() < 2 || !levels.contains(kGatedLevel)) {
    std::printf("%s\n", total.ToString().c_str());
    return;
  }
  std::printf("%-48s %s\n", "all", total.ToString().c_str());
  for (const auto& [level, score] : levels) {
    if (level != kGatedLevel) std::printf("%-48s %s\n", level.c_str(), score.ToString().c_str());
  }
  std::printf("%s\n", levels[kGatedLevel].ToString().c_str());
}

Result<std::set<std::string>> ReadTiers() {
  std::set<std::string> tiers;
  for (const char* file : {"/tier-b1.txt", "/tier-b2.txt"}) {
    Result<std::set<std::string>> tier = ReadDirectories(std::string(DMN_TCK_DATA_DIR) + file);
    if (!tier.ok()) return tier.error();
    tiers.merge(*tier);
  }
  return tiers;
}

int Fail(const Error& error) {
  std::fprintf(stderr, "dmn-tck: %s\n", error.ToString().c_str());
  return 2;
}

int Run(const Options& options) {
  Selection selection;
  selection.level = options.level;
  if (!options.directories.empty()) {
    Result<std::set<std::string>> read = ReadDirectories(options.directories);
    if (!read.ok()) return Fail(read.error());
    selection.directories = std::move(*read);
  }
  const Result<KnownFailures> known = ReadKnownFailures(options.known_failures);
  if (!known.ok()) return Fail(known.error());
  const Result<std::set<std::string>> tiers = ReadTiers();
  if (!tiers.ok()) return Fail(tiers.error());
  const auto outcomes = RunFolder(options.folder, selection);
  if (!outcomes.ok()) {
    std::printf("skipped: %s; give the folder of the compatibility kit (dmn-tck/tck, TestCases)\n",
                outcomes.error().message.c_str());
    return kSkipped;
  }
  const Score score = PrintDirectories(*outcomes, options);
  const int surprises = CountSurprises(*outcomes, *known, *tiers);
  if (!options.results.empty()) {
    if (Status status = WriteResults(options.results, *outcomes); !status.ok()) {
      return Fail(status.error());
    }
  }
  const bool enough =
      score.real_passed * 100.0 >= options.minimum_real_percent * score.real_cases &&
      (options.expected_passes < 0 || options.expected_passes == score.passed);
  if (!enough) std::printf("the number of cases that pass is not the one asked for\n");
  PrintScores(*outcomes, score);
  return surprises == 0 && enough && score.cases > 0 ? 0 : 1;
}

}  // namespace
}  // namespace wervelwijzer::dmn_tck

int main(int argc, char** argv) {
  using namespace wervelwijzer::dmn_tck;
  const Options options = ReadOptions({argv, static_cast<std::size_t>(argc)});
  if (!options.valid) {
    std::fprintf(stderr,
                 "usage: dmn-tck FOLDER [--results FILE] [--level 2|3] [--directories LISTFILE]\n"
                 "               [--known-failures FILE] [--minimum-real PERCENT]\n"
                 "               [--expect-passes COUNT] [--verbose]\n");
    return 2;
  }
  return Run(options);
}
