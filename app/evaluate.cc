#include "app/evaluate.h"

#include <algorithm>
#include <iostream>
#include <optional>
#include <string>
#include <utility>
#include <variant>

#include "app/input_file.h"
#include "app/places.h"
#include "app/record_request.h"
#include "base/buffer.h"
#include "base/clock.h"
#include "hooks/guideline_service.h"
#include "hooks/knowledge.h"
#include "hooks/registry.h"

namespace wervelwijzer::app {
namespace {

int Complain(const Error& error) {
  std::cerr << "wervelwijzer evaluate: " << error.ToString() << "\n";
  return kFindings;
}

// The named service, else the spinal one of the request's hook.
Result<const hooks::ServiceDescription*> ServiceOf(const std::string& id, const std::string& text) {
  if (!id.empty()) {
    const hooks::ServiceDescription* service = hooks::FindService(id);
    if (service == nullptr) return InvalidInput("no service `" + id + "`", "--service");
    return service;
  }
  const Result<JsonDocument> document = JsonDocument::Parse(text);
  if (!document.ok()) return document.error();
  const std::string_view hook = document->root().Get("hook").string_or({});
  for (const hooks::ServiceDescription& service : hooks::Services()) {
    if (service.hook == hook && service.service == cards::Service::kSpinal) return &service;
  }
  return InvalidInput("no service for this hook", "$.hook");
}

hooks::GuidelineServiceSettings SettingsOf(const EvaluateSettings& settings) {
  hooks::GuidelineServiceSettings service;
  service.base_url = settings.base_url;
  service.hospital = settings.hospital;
  if (settings.one_action) service.client.suggestion_form = cards::SuggestionForm::kOneAction;
  return service;
}

class Evaluation {
 public:
  Evaluation(const EvaluateSettings& settings, std::shared_ptr<const hooks::Knowledge> knowledge,
             TimePoint now)
      : settings_(settings), service_(std::move(knowledge), SettingsOf(settings)), now_(now) {}

  int Run(const std::string& file) {
    Result<std::string> input = ReadInput(file);
    if (!input.ok()) return Complain(input.error());
    const Result<std::string> text = RequestOf(std::move(input).value());
    if (!text.ok()) return Complain(At(file, text.error()));
    const auto description = ServiceOf(settings_.service, *text);
    if (!description.ok()) return Complain(At(file, description.error()));
    PaddedBuffer body(*text);
    const auto language =
        settings_.language == "en" ? cards::Language::kEnglish : cards::Language::kDutch;
    const hooks::ServiceResult result =
        service_.Respond({**description, body.bytes(), language, now_, settings_.explain});
    if (const auto* refusal = std::get_if<hooks::ServiceRefusal>(&result)) {
      for (const Issue& issue : refusal->issues) {
        Complain(At(file, {refusal->kind, issue.message, issue.path}));
      }
      return kFindings;
    }
    const auto& answer = std::get<hooks::ServiceAnswer>(result);
    std::cout << answer.json << "\n";
    std::cerr << answer.explanation;
    return kDone;
  }

 private:
  static Error At(const std::string& file, Error error) {
    if (file != "-") error.path = error.path.empty() ? file : file + " " + error.path;
    return error;
  }

  const EvaluateSettings& settings_;
  hooks::GuidelineService service_;
  TimePoint now_;
};

}  // namespace

int Evaluate(const EvaluateSettings& settings) {
  TimePoint now = SystemClock().Now();
  if (!settings.at.empty()) {
    const Result<TimePoint> at = ParseInstant(settings.at);
    if (!at.ok()) return Complain(InvalidInput(at.error().message, "--at"));
    now = *at;
  }
  const Result<hooks::KnowledgePlaces> places = FindData(settings.data);
  if (!places.ok()) return Complain(places.error());
  const auto knowledge = hooks::Knowledge::Load(*places);
  if (!knowledge.ok()) return Complain(knowledge.error());
  Evaluation evaluation(settings, *knowledge, now);
  if (settings.files.empty()) return evaluation.Run("-");
  int worst = kDone;
  for (const std::string& file : settings.files) worst = std::max(worst, evaluation.Run(file));
  return worst;
}

}  // namespace wervelwijzer::app
