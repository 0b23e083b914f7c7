#include "app/route.h"

#include <iostream>
#include <string>

#include "app/input_file.h"
#include "app/places.h"
#include "base/clock.h"
#include "base/json.h"
#include "cards/deadline.h"
#include "cards/region/asking_hospital.h"
#include "cards/region/read_region.h"
#include "cards/region/route.h"
#include "cards/region/service_codes.h"
#include "cards/region/write_route.h"

namespace wervelwijzer::app {
namespace {

int Complain(const Error& error) {
  std::cerr << "wervelwijzer route: " << error.ToString() << "\n";
  return kFindings;
}

// An instant, or a duration from `at` (`PT12H`, `P7D`).
Result<TimePoint> DeadlineOf(const std::string& text, TimePoint at) {
  if (const Result<TimePoint> instant = ParseInstant(text); instant.ok()) return instant;
  if (const auto after = cards::TermAfter(at, text, TimeZone::Amsterdam())) return *after;
  return InvalidInput("`" + text.substr(0, 40) + "` is neither PT12H, P7D nor an instant",
                      "--deadline");
}

Result<region::RouteQuestion> QuestionOf(const RouteSettings& settings,
                                         const region::Region& region) {
  region::RouteQuestion question;
  question.hospital = region.FindOrganization(region::ParseIdentifier(settings.from));
  if (question.hospital == region::kNone) {
    return InvalidInput("no hospital `" + settings.from.substr(0, 80) + "` in the region",
                        "--from");
  }
  if (region::FindServiceCode(settings.service) == nullptr) {
    std::string known;
    for (const region::OwnCode& code : region::ServiceCodes()) {
      known += (known.empty() ? "" : ", ") + std::string(code.code);
    }
    return InvalidInput("no service `" + settings.service.substr(0, 80) + "`; known are " + known,
                        "--service");
  }
  question.service = settings.service;
  question.at = SystemClock().Now();
  if (!settings.at.empty()) {
    const Result<TimePoint> at = ParseInstant(settings.at);
    if (!at.ok()) return InvalidInput(at.error().message, "--at");
    question.at = *at;
  }
  if (!settings.deadline.empty()) {
    const Result<TimePoint> deadline = DeadlineOf(settings.deadline, question.at);
    if (!deadline.ok()) return deadline.error();
    question.deadline = *deadline;
  }
  return question;
}

}  // namespace

int Route(const RouteSettings& settings) {
  std::string file = settings.region;
  if (file.empty()) {
    const Result<std::string> demonstration = FindDemonstrationRegion(settings.data_dir);
    if (!demonstration.ok()) return Complain(demonstration.error());
    file = *demonstration;
    std::cerr << "wervelwijzer route: no --region; this is the fictitious demonstration region\n";
  }
  const Result<std::string> text = ReadInput(file);
  if (!text.ok()) return Complain(text.error());
  const auto reading = region::ReadRegion(*text);
  if (!reading.ok()) {
    Error error = reading.error();
    error.path = error.path.empty() ? file : file + " " + error.path;
    return Complain(error);
  }
  // A file with findings is answered from, too: the answer may be what shows the mistake.
  if (HasErrors(reading->issues)) {
    std::cerr << "wervelwijzer route: " << file << ": has findings; see `lint --region`\n";
  }
  const auto question = QuestionOf(settings, reading->region);
  if (!question.ok()) return Complain(question.error());
  JsonWriter writer;
  region::WriteRoute(writer, reading->region, *question,
                     region::FindRoute(reading->region, *question));
  std::cout << writer.text() << "\n";
  return kDone;
}

}  // namespace wervelwijzer::app
