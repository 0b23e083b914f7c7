// Where the time of one call goes: every stage by itself, then the whole way through the router
// without a connection. Best of several rounds in microseconds of processor time, so that a busy
// machine disturbs little. The patient is fictitious.
//
// usage: bench-request [file of a request] [service]

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <fstream>
#include <iterator>
#include <limits>
#include <string>
#include <utility>
#include <vector>

#include "base/buffer.h"
#include "base/log.h"
#include "hooks/guideline_service.h"
#include "hooks/knowledge.h"
#include "hooks/metrics.h"
#include "hooks/prefetch.h"
#include "hooks/request.h"
#include "hooks/router.h"
#include "hooks/transport_direct.h"

namespace wervelwijzer::hooks {
namespace {

const std::string kRoot = WERVELWIJZER_SOURCE_DIR;
constexpr int kRounds = 15;
constexpr int kCallsInARound = 100;

[[noreturn]] void GiveUp(const Error& error) {
  std::fprintf(stderr, "%s\n", error.ToString().c_str());
  std::exit(1);
}

double ThreadMicroseconds() {
  timespec now{};
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
  return static_cast<double>(now.tv_sec) * 1e6 + static_cast<double>(now.tv_nsec) / 1e3;
}

// Prints what one call of `stage` costs.
template <typename Stage>
void Time(const char* name, Stage stage) {
  double best = std::numeric_limits<double>::infinity();
  for (int round = 0; round < kRounds; ++round) {
    const double begin = ThreadMicroseconds();
    for (int call = 0; call < kCallsInARound; ++call) stage();
    best = std::min(best, (ThreadMicroseconds() - begin) / kCallsInARound);
  }
  std::printf("%-34s %8.1f us\n", name, best);
}

std::string ReadFile(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  if (!file) GiveUp({ErrorKind::kNotFound, "cannot read the request", path});
  return {std::istreambuf_iterator<char>(file), {}};
}

// The request as most clients send it: without the extension by which one asks for every decision.
std::string WithoutExtension(const std::string& text) {
  const Result<JsonDocument> document = JsonDocument::Parse(text);
  if (!document.ok()) GiveUp(document.error());
  JsonWriter writer;
  writer.BeginObject();
  for (const auto [name, value] : document->root().members()) {
    if (name != "extension") writer.Key(name).Value(value);
  }
  writer.EndObject();
  return std::move(writer).Take();
}

std::string Write(const std::vector<cards::Card>& cards) {
  JsonWriter writer;
  writer.BeginArray();
  for (const cards::Card& card : cards) cards::WriteCard(writer, card);
  writer.EndArray();
  return std::move(writer).Take();
}

// The stages of GuidelineService::Respond, one after the other.
void TimeStages(const Knowledge& knowledge, const std::string& text,
                const ServiceDescription& service) {
  Time("copy and parse", [&] {
    PaddedBuffer body(text);
    if (!JsonDocument::ParseInSitu(body).ok()) std::exit(1);
  });
  PaddedBuffer body(text);
  const Result<JsonDocument> document = JsonDocument::ParseInSitu(body);
  if (!document.ok()) GiveUp(document.error());
  Time("read and check the request", [&] { ReadRequest(document->root(), service); });
  const RequestReading reading = ReadRequest(document->root(), service);
  if (HasErrors(reading.issues)) GiveUp({ErrorKind::kInvalidInput, "not a request", {}});
  Time("collect what is supplied", [&] { ReadSupplied(reading.request); });
  const SuppliedRecord supplied = ReadSupplied(reading.request);

  guideline::BindOptions options;
  options.now = SystemClock().Now();
  options.patient_id = reading.request.patient_id.Reveal();
  const auto bind = [&] { return knowledge.bindings().Bind(supplied.record, options); };
  Time("bind", bind);
  guideline::BoundRecord bound = bind();
  const auto module = service.service == cards::Service::kSpinal ? guideline::Module::kSpinal
                                                                 : guideline::Module::kBrain;
  const auto decide = [&] { return knowledge.guideline().Decide(bound.inputs, module); };
  Time("decide", decide);
  const guideline::Decisions decisions = decide();

  cards::Situation situation;
  situation.service = service.service;
  situation.hook = service.hook_kind;
  situation.fhir_version = supplied.record.version();
  situation.now = options.now;
  situation.record = &bound;
  situation.decisions = &decisions;
  situation.resources = &supplied.record;
  const cards::UuidSource uuid = cards::RandomUuid;
  const auto compose = [&] { return knowledge.composer().Compose(situation, uuid); };
  Time("compose", compose);
  const std::vector<cards::Card> cards = compose();
  Time("write", [&] { Write(cards); });
}

void TimeWhole(std::shared_ptr<const Knowledge> knowledge, const std::string& text,
               const ServiceDescription& service) {
  const SystemClock clock;
  Metrics metrics;
  const auto definitions = DefinitionsOf(knowledge->guideline(), knowledge->intake_form());
  const GuidelineService cards(std::move(knowledge), {});
  Router router({cards, clock, metrics}, definitions, {});
  DirectTransport transport;
  const Status started = transport.Start([&router](const RequestView& request, Reply reply) {
    router.Handle(request, std::move(reply));
  });
  if (!started.ok()) GiveUp(started.error());
  const std::string target = "/cds-services/" + std::string(service.id);
  const std::vector<Header> headers = {{"Content-Type", "application/json"}};
  int calls = 1;
  const Response answer = transport.Send("POST", target, text, headers);
  if (answer.status != 200) GiveUp({ErrorKind::kInternal, *answer.body, {}});
  Time("all, through the router", [&] {
    transport.Send("POST", target, text, headers);
    ++calls;
  });
  std::printf("request %zu bytes, answer %zu bytes\n", text.size(), answer.body->size());
  std::printf("calls through the router %d\n", calls);
}

int Main(int count, char** arguments) {
  const std::string file = count > 1 ? arguments[1] : kRoot + "/bench/call.json";
  const ServiceDescription* service =
      FindService(count > 2 ? arguments[2] : "spinal-metastases-patient-view");
  if (service == nullptr) GiveUp({ErrorKind::kNotFound, "no such service", arguments[2]});
  auto knowledge = Knowledge::Load({kRoot + "/guideline/models", kRoot + "/guideline/bindings",
                                    kRoot + "/terminology/data", kRoot + "/cards/text"});
  if (!knowledge.ok()) GiveUp(knowledge.error());
  SetLogLevel(LogLevel::kError);
  const std::string text = WithoutExtension(ReadFile(file));
  TimeStages(**knowledge, text, *service);
  TimeWhole(*knowledge, text, *service);
  return 0;
}

}  // namespace
}  // namespace wervelwijzer::hooks

int main(int count, char** arguments) { return wervelwijzer::hooks::Main(count, arguments); }
