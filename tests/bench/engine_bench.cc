// What the decision engine costs on the shipped models, each figure beside its target
// (docs/contributors). Patients are random and fictitious: each input known, or known with an even
// chance, or unknown.

#include <benchmark/benchmark.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <map>
#include <random>
#include <sstream>
#include <string>
#include <vector>

#include "guideline/dmn/loader.h"
#include "tests/guideline/dmn/counted_new.h"
#include "tests/support/shipped_models.h"

namespace wervelwijzer::dmn {
namespace {

constexpr std::size_t kPatients = 256;

const Program& Shipped() {
  static const Program program = [] {
    LoadOptions options;
    options.parameters = DefaultParameters();
    Result<LoadedProgram> loaded = LoadProgram(kShippedModels, options);
    if (!loaded) {
      std::fprintf(stderr, "%s\n", loaded.error().ToString().c_str());
      std::exit(1);
    }
    return std::move(loaded->program);
  }();
  return program;
}

// Patients of whom each input is known with that chance, in percent.
std::vector<Box> Patients(unsigned percent_known) {
  std::mt19937_64 random(2026);
  std::vector<Box> patients;
  for (std::size_t p = 0; p < kPatients; ++p) {
    Box box = Shipped().UnknownBox();
    for (std::size_t i = 0; i < box.size(); ++i) {
      if (random() % 100 >= percent_known) continue;
      box[i] = Mask{1} << random() % Shipped().inputs()[i].atoms.size();
    }
    patients.push_back(std::move(box));
  }
  return patients;
}

// Evaluates one decision, or all, for one patient after the other.
void Evaluate(benchmark::State& state, unsigned percent_known, const char* only) {
  const Program& program = Shipped();
  const std::vector<Box> patients = Patients(percent_known);
  Workspace workspace(program);
  Evaluation evaluation;
  DecisionIndex first = 0, last = static_cast<DecisionIndex>(program.decisions().size());
  if (only != nullptr) {
    first = *program.FindDecision(only);
    last = static_cast<DecisionIndex>(first + 1);
  }
  std::size_t patient = 0;
  const std::size_t before = AllocationCount();
  for (auto _ : state) {
    const Box& box = patients[patient++ % kPatients];
    for (DecisionIndex d = first; d < last; ++d) {
      program.Evaluate(d, box, Program::Depth::kDeciding, workspace, evaluation);
      benchmark::DoNotOptimize(evaluation);
    }
  }
  state.counters["allocations"] = static_cast<double>(AllocationCount() - before);
}

// The slowest of the patients, each timed over several rounds.
void EvaluateWorst(benchmark::State& state) {
  const Program& program = Shipped();
  std::vector<Box> patients = Patients(50);
  const std::vector<Box> others = Patients(10);
  patients.insert(patients.end(), others.begin(), others.end());
  patients.push_back(program.UnknownBox());
  Workspace workspace(program);
  Evaluation evaluation;
  const auto all = [&](const Box& box) {
    for (DecisionIndex d = 0; d < program.decisions().size(); ++d) {
      program.Evaluate(d, box, Program::Depth::kDeciding, workspace, evaluation);
      benchmark::DoNotOptimize(evaluation);
    }
  };
  std::size_t worst = 0;
  double worst_time = 0;
  for (std::size_t p = 0; p < patients.size(); ++p) {
    double best = 1e9;
    for (int round = 0; round < 5; ++round) {
      const auto start = std::chrono::steady_clock::now();
      all(patients[p]);
      best = std::min(
          best, std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count());
    }
    if (best > worst_time) {
      worst_time = best;
      worst = p;
    }
  }
  for (auto _ : state) all(patients[worst]);
}

void VerifyAll(benchmark::State& state) {
  const std::vector<Parameter> parameters = DefaultParameters();
  const Result<ModelSet> set = ReadModelSet(kShippedModels, parameters);
  for (auto _ : state) benchmark::DoNotOptimize(VerifyModelSet(*set, parameters));
}

void LoadKnown(benchmark::State& state) {
  LoadOptions options;
  options.parameters = DefaultParameters();
  options.verified_hashes = {ReadModelSet(kShippedModels, options.parameters)->hash};
  for (auto _ : state) benchmark::DoNotOptimize(LoadProgram(kShippedModels, options));
}

struct Target {
  double microseconds;
  bool no_allocation;
};

const std::map<std::string, Target> kTargets = {
    {"one table, complete", {0.2, true}},           {"one table, half known", {5, true}},
    {"one table, nothing known", {5, true}},        {"all decisions, complete", {20, true}},
    {"all decisions, half known", {60, true}},      {"all decisions, nothing known", {200, true}},
    {"all decisions, worst patient", {200, false}}, {"verification of all models", {2e6, false}},
    {"load with known hash", {50e3, false}}};

// Prints each figure beside its target; remembers whether one was missed.
class TargetReporter : public benchmark::ConsoleReporter {
 public:
  void ReportRuns(const std::vector<Run>& runs) override {
    for (const Run& run : runs) {
      const auto target = kTargets.find(run.run_name.function_name);
      if (target == kTargets.end()) continue;
      const double figure = run.GetAdjustedCPUTime() / 1000;
      const auto counted = run.counters.find("allocations");
      const double count = counted == run.counters.end() ? 0 : double{counted->second};
      const bool met =
          figure <= target->second.microseconds && (!target->second.no_allocation || count == 0);
      missed_ = missed_ || !met;
      std::printf("%-32s %12.3f us   target %10.1f us   %s", target->first.c_str(), figure,
                  target->second.microseconds, met ? "met" : "MISSED");
      if (target->second.no_allocation) std::printf("   allocations %.0f", count);
      std::printf("\n");
    }
  }
  bool missed() const { return missed_; }

 private:
  bool missed_ = false;
};

void Register() {
  constexpr const char* kTable = "imaging-urgency";
  const auto add = [](const char* name, unsigned percent_known, const char* only) {
    benchmark::RegisterBenchmark(
        name, [=](benchmark::State& state) { Evaluate(state, percent_known, only); });
  };
  add("one table, complete", 100, kTable);
  add("one table, half known", 50, kTable);
  add("one table, nothing known", 0, kTable);
  add("all decisions, complete", 100, nullptr);
  add("all decisions, half known", 50, nullptr);
  add("all decisions, nothing known", 0, nullptr);
  benchmark::RegisterBenchmark("all decisions, worst patient", EvaluateWorst);
  benchmark::RegisterBenchmark("verification of all models", VerifyAll);
  benchmark::RegisterBenchmark("load with known hash", LoadKnown);
}

}  // namespace
}  // namespace wervelwijzer::dmn

// Exit code 1 when a target is missed.
int main(int argc, char** argv) {
  benchmark::Initialize(&argc, argv);
  std::printf("%zu decisions, %zu inputs\n", wervelwijzer::dmn::Shipped().decisions().size(),
              wervelwijzer::dmn::Shipped().inputs().size());
  wervelwijzer::dmn::Register();
  wervelwijzer::dmn::TargetReporter reporter;
  benchmark::RunSpecifiedBenchmarks(&reporter);
  return reporter.missed() ? 1 : 0;
}
