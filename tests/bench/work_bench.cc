// What the requests in files cost, each called once through the router: processor time of the
// thread in milliseconds, status and bytes of the answer, one line a request. Under callgrind with
// --toggle-collect and --dump-after on Router::Handle each call leaves a profile of its own
// (bench/shapes --growth).
//
// usage: bench-work SERVICE FILE...

#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <fstream>
#include <iterator>
#include <string>
#include <utility>
#include <vector>

#include "base/log.h"
#include "hooks/guideline_service.h"
#include "hooks/knowledge.h"
#include "hooks/metrics.h"
#include "hooks/router.h"
#include "hooks/transport_direct.h"

namespace wervelwijzer::hooks {
namespace {

const std::string kRoot = WERVELWIJZER_SOURCE_DIR;

[[noreturn]] void GiveUp(const Error& error) {
  std::fprintf(stderr, "%s\n", error.ToString().c_str());
  std::exit(1);
}

double ThreadMilliseconds() {
  timespec now{};
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
  return static_cast<double>(now.tv_sec) * 1e3 + static_cast<double>(now.tv_nsec) / 1e6;
}

std::string ReadFile(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  if (!file) GiveUp({ErrorKind::kNotFound, "cannot read the request", path});
  return {std::istreambuf_iterator<char>(file), {}};
}

int Main(int count, char** arguments) {
  const ServiceDescription* service = count > 2 ? FindService(arguments[1]) : nullptr;
  if (service == nullptr) GiveUp({ErrorKind::kInvalidInput, "usage: SERVICE FILE...", {}});
  auto knowledge = Knowledge::Load({kRoot + "/guideline/models", kRoot + "/guideline/bindings",
                                    kRoot + "/terminology/data", kRoot + "/cards/text"});
  if (!knowledge.ok()) GiveUp(knowledge.error());
  SetLogLevel(LogLevel::kError);
  const SystemClock clock;
  Metrics metrics;
  const auto definitions = DefinitionsOf((*knowledge)->guideline(), (*knowledge)->intake_form());
  GuidelineServiceSettings settings;
  settings.time_per_call = std::chrono::hours(1);  // what it would cost is what is asked
  const GuidelineService cards(std::move(*knowledge), std::move(settings));
  Router router({cards, clock, metrics}, definitions, {});
  DirectTransport transport;
  const Status started = transport.Start([&router](const RequestView& request, Reply reply) {
    router.Handle(request, std::move(reply));
  });
  if (!started.ok()) GiveUp(started.error());
  const std::string target = "/cds-services/" + std::string(service->id);
  const std::vector<Header> headers = {{"Content-Type", "application/json"}};
  for (int i = 2; i < count; ++i) {
    const std::string text = ReadFile(arguments[i]);
    const double begin = ThreadMilliseconds();
    const Response answer = transport.Send("POST", target, text, headers);
    std::printf("%s\t%.2f\t%d\t%zu\n", arguments[i], ThreadMilliseconds() - begin, answer.status,
                answer.body->size());
    std::fflush(stdout);
  }
  return 0;
}

}  // namespace
}  // namespace wervelwijzer::hooks

int main(int count, char** arguments) { return wervelwijzer::hooks::Main(count, arguments); }
