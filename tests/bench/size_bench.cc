// What a long record costs: the whole way of a call of 10 KB, 200 KB and 5 MB through the router,
// beside RapidJSON parsing the same bytes and nothing else. Processor time of this thread, best of
// several rounds. The patient is fictitious.
//
// usage: bench-size [--check | --smoke]    with --check it ends with 1 when a budget is not kept;
//                                          with --smoke it runs once, whatever the time

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <limits>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/log.h"
#include "hooks/definitions.h"
#include "hooks/guideline_service.h"
#include "hooks/knowledge.h"
#include "hooks/metrics.h"
#include "hooks/router.h"
#include "hooks/transport_direct.h"
#include "tests/bench/long_record.h"
#include "tests/bench/plain_json.h"

namespace wervelwijzer::hooks {
namespace {

int rounds = 9;

struct Case {
  const char* name;
  std::size_t bytes;
  double budget_ms;  // 0: none
  int calls;         // in a round
};
constexpr Case kCases[] = {
    {"10 KB", 10 << 10, 0, 100}, {"200 KB", 200 << 10, 1.6, 20}, {"5 MB", 5 << 20, 40, 2}};

[[noreturn]] void GiveUp(const std::string& message) {
  std::fprintf(stderr, "%s\n", message.c_str());
  std::exit(2);
}

double ThreadMilliseconds() {
  timespec now{};
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
  return static_cast<double>(now.tv_sec) * 1e3 + static_cast<double>(now.tv_nsec) / 1e6;
}

template <typename Work>
double BestOf(int calls, Work work) {
  double best = std::numeric_limits<double>::infinity();
  for (int round = 0; round < rounds; ++round) {
    const double begin = ThreadMilliseconds();
    for (int call = 0; call < calls; ++call) work();
    best = std::min(best, (ThreadMilliseconds() - begin) / calls);
  }
  return best;
}

// True when the budget is kept.
bool Measure(const Case& size, DirectTransport& transport) {
  const std::string text = RequestOfSize(size.bytes);
  const std::string target = "/cds-services/spinal-metastases-patient-view";
  const std::vector<Header> headers = {{"Content-Type", "application/json"}};
  const Response answer = transport.Send("POST", target, text, headers);
  if (answer.status != 200 || answer.body->find("\"summary\"") == std::string::npos) {
    GiveUp("no cards for " + std::string(size.name));
  }
  const double plain = BestOf(size.calls, [&] {
    if (!ParsePlainly(text)) GiveUp("no json");
  });
  const double whole = BestOf(size.calls, [&] { transport.Send("POST", target, text, headers); });
  const bool kept = size.budget_ms == 0 || whole <= size.budget_ms;
  std::printf("%-7s %9zu bytes   RapidJSON alone %8.3f ms   all %8.3f ms   ratio %.2f", size.name,
              text.size(), plain, whole, whole / plain);
  if (size.budget_ms > 0)
    std::printf("   budget %g ms: %s", size.budget_ms, kept ? "kept" : "MISSED");
  std::printf("\n");
  return kept;
}

int Main(std::string_view argument) {
  if (argument == "--smoke") rounds = 1;
  const std::string root = WERVELWIJZER_SOURCE_DIR;
  auto knowledge = Knowledge::Load({root + "/guideline/models", root + "/guideline/bindings",
                                    root + "/terminology/data", root + "/cards/text"});
  if (!knowledge.ok()) GiveUp(knowledge.error().ToString());
  SetLogLevel(LogLevel::kError);
  const SystemClock clock;
  Metrics metrics;
  const auto definitions = DefinitionsOf((*knowledge)->guideline(), (*knowledge)->intake_form());
  const GuidelineService cards(std::move(*knowledge), {});
  Router router({cards, clock, metrics}, definitions, {});
  DirectTransport transport;
  const Status started = transport.Start([&router](const RequestView& request, Reply reply) {
    router.Handle(request, std::move(reply));
  });
  if (!started.ok()) GiveUp(started.error().ToString());
  bool kept = true;
  for (Case size : kCases) {
    if (argument == "--smoke") size.calls = 1;
    kept = Measure(size, transport) && kept;
  }
  return kept || argument != "--check" ? 0 : 1;
}

}  // namespace
}  // namespace wervelwijzer::hooks

int main(int count, char** arguments) {
  return wervelwijzer::hooks::Main(count > 1 ? arguments[1] : "");
}
