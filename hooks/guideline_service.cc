#include "hooks/guideline_service.h"

#include <chrono>
#include <utility>

#include "cards/region/asking_hospital.h"
#include "hooks/caller.h"
#include "hooks/language.h"
#include "hooks/prefetch.h"
#include "hooks/request.h"

namespace wervelwijzer::hooks {
namespace {

// What reading, deciding and writing may take of a deadline.
constexpr std::chrono::milliseconds kTimeToAnswer{25};

ServiceRefusal Refuse(const Error& error) {
  return {error.kind, {{Severity::kError, error.message, error.path}}};
}

ServiceRefusal RefuseWithoutPatient(const SuppliedRecord& supplied) {
  std::string message = "no Patient with the id of `context.patientId` is supplied";
  for (const auto& [key, why] : supplied.not_had) {
    if (key == "patient") message += ", nor could it be fetched (" + why + ")";
  }
  return Refuse({ErrorKind::kPrecondition, std::move(message), "$.prefetch.patient"});
}

// `conditions:status-401 observations:no-answer`, for the log.
std::string InOneLine(const std::vector<std::pair<std::string, std::string>>& not_had) {
  std::string line;
  for (const auto& [key, why] : not_had) line += (line.empty() ? "" : " ") + key + ":" + why;
  return line;
}

ServiceRefusal GiveUp() {
  return Refuse({ErrorKind::kTimeout, "the call takes more time than one call may take", {}});
}

guideline::Module ModuleOf(cards::Service service) {
  return service == cards::Service::kSpinal ? guideline::Module::kSpinal
                                            : guideline::Module::kBrain;
}

guideline::BoundRecord Bind(const Knowledge& knowledge, const SuppliedRecord& supplied,
                            const CdsRequest& request, TimePoint now, const CallBudget& budget) {
  guideline::BindOptions options;
  options.now = now;
  options.budget = &budget;
  options.patient_id = request.patient_id.Reveal();
  return knowledge.bindings().Bind(supplied.record, options);
}

// What this server does for whom nothing else is registered, and what is.
struct Terms {
  cards::Language language;
  cards::ClientAbilities abilities;
  std::string hospital;
  std::optional<fhir::Version> fhir_version;
};

Terms TermsOf(const ServiceCall& call, const CdsRequest& request,
              const GuidelineServiceSettings& settings, const Client* client) {
  Terms terms{call.language, settings.client, settings.hospital, std::nullopt};
  if (client == nullptr) return terms;
  if (client->language && !call.language_was_asked) terms.language = *client->language;
  terms.abilities = client->AbilitiesOver(settings.client);
  if (!client->hospital.empty()) terms.hospital = client->hospital;
  terms.fhir_version = client->fhir_version;
  if (!terms.fhir_version && settings.versions != nullptr) {
    terms.fhir_version = settings.versions->Find(client->ServerFor(request.fhir_server));
  }
  return terms;
}

cards::Situation SituationOf(const ServiceCall& call, const Terms& terms, const CdsRequest& request,
                             const SuppliedRecord& supplied, const guideline::BoundRecord& bound,
                             const guideline::Decisions& decisions) {
  cards::Situation situation;
  situation.service = call.service.service;
  situation.hook = call.service.hook_kind;
  situation.language = terms.language;
  situation.client = terms.abilities;
  situation.fhir_version = supplied.record.version();
  situation.now = call.now;
  situation.record = &bound;
  situation.decisions = &decisions;
  situation.resources = &supplied.record;
  situation.not_supplied = supplied.not_supplied;
  for (const auto& [key, why] : supplied.not_had) {
    // A server that does not know the type has nothing of it to tell.
    if (why != "status-404") situation.not_had.push_back(key);
  }
  // A bare id, which some clients send, does not tell of what type the user is.
  if (const std::string_view user = request.user_id.Reveal(); user.find('/') != user.npos)
    situation.user_reference = std::string(user);
  if (const std::string_view encounter = request.encounter_id.Reveal(); !encounter.empty())
    situation.encounter_reference = "Encounter/" + std::string(encounter);
  return situation;
}

// As the record writes it; empty when it does not.
std::string_view BirthDateIn(const fhir::Record& record, std::string_view patient_id) {
  const fhir::Resource* patient = record.FindPatient(patient_id);
  return patient == nullptr ? std::string_view() : patient->Get("birthDate").string_or({});
}

// `spinal-metastases` for each of its hooks: order-select and order-sign are one question.
std::string_view StemOf(const ServiceDescription& service) {
  std::string_view id = service.id;
  if (id.ends_with(service.hook)) id.remove_suffix(service.hook.size() + 1);
  return id;
}

// https://cds-hooks.hl7.org/2.0/#cds-service-response
std::string WriteResponse(const std::vector<cards::Card>& cards,
                          const guideline::Decisions* decisions,
                          const std::vector<std::pair<std::string, std::string>>& not_had) {
  constexpr std::size_t kUsualBytes = 32u << 10;
  JsonWriter writer(kUsualBytes);
  writer.BeginObject().Key("cards").BeginArray();
  for (const cards::Card& card : cards) cards::WriteCard(writer, card);
  writer.EndArray();
  if (decisions != nullptr || !not_had.empty()) {
    writer.Key("extension").BeginObject();
    if (decisions != nullptr) {
      writer.Key("nl.wervelwijzer.evaluation");
      guideline::WriteDecisions(writer, *decisions);
    }
    if (!not_had.empty()) {
      writer.Key("nl.wervelwijzer.not-had").BeginObject();
      for (const auto& [key, why] : not_had) writer.Key(key).String(why);
      writer.EndObject();
    }
    writer.EndObject();
  }
  writer.EndObject();
  return std::move(writer).Take();
}

// Who was taken to ask, and the route behind each card, with every centre passed over.
std::string ExplainRoutes(const cards::Situation& situation,
                          const std::vector<cards::Card>& cards) {
  if (situation.region == nullptr) return {};
  const bool known = situation.hospital != region::kNone;
  const auto hospital = static_cast<std::size_t>(known ? situation.hospital : 0);
  std::string text = "asking hospital: " +
                     (known ? situation.region->organizations[hospital].reference : "unknown") +
                     "\n";
  for (const cards::Card& card : cards) {
    if (card.route_extension_json.empty()) continue;
    text += "route of card " + card.source.topic.code + ": " + card.route_extension_json + "\n";
  }
  return text;
}

}  // namespace

GuidelineService::GuidelineService(std::shared_ptr<const Knowledge> knowledge,
                                   GuidelineServiceSettings settings, cards::UuidSource uuid)
    : settings_(std::move(settings)), uuid_(std::move(uuid)), knowledge_(std::move(knowledge)) {}

// A call that was read: what it asks, of whom it comes, and what was fetched for it.
struct GuidelineService::Work {
  ServiceCall call;
  std::shared_ptr<const Knowledge> knowledge;  // of when it came, whatever is loaded meanwhile
  JsonDocument document;
  RequestReading reading;
  ClientPointer client;
  Caller caller;
  Terms terms;
  FetchedRecord fetched;
};

std::variant<std::shared_ptr<GuidelineService::Work>, ServiceRefusal> GuidelineService::Read(
    const ServiceCall& call) const {
  std::shared_ptr<const Knowledge> knowledge = Current();
  Result<JsonDocument> document = JsonDocument::ParseInSitu(call.body, settings_.json);
  if (!document.ok()) return Refuse(document.error());
  RequestReading reading = ReadRequest(document->root(), call.service);
  if (HasErrors(reading.issues)) return ServiceRefusal{ErrorKind::kInvalidInput, reading.issues};
  ClientPointer client = call.client != nullptr
                             ? call.client
                             : knowledge->clients().FindByServer(reading.request.fhir_server);
  Caller caller =
      CallerOf(call.client.get(), client.get(), reading.request.fhir_server, settings_.open_is_one);
  Terms terms = TermsOf(call, reading.request, settings_, client.get());
  return std::make_shared<Work>(Work{call,
                                     std::move(knowledge),
                                     std::move(document).value(),
                                     std::move(reading),
                                     std::move(client),
                                     std::move(caller),
                                     std::move(terms),
                                     {}});
}

ServiceResult GuidelineService::Respond(const ServiceCall& call) const {
  const auto read = Read(call);
  if (const auto* refusal = std::get_if<ServiceRefusal>(&read)) return *refusal;
  return Answer(*std::get<std::shared_ptr<Work>>(read));
}

void GuidelineService::Begin(const ServiceCall& call, ServiceDone done) const {
  auto read = Read(call);
  if (auto* refusal = std::get_if<ServiceRefusal>(&read)) return done(std::move(*refusal));
  auto work = std::get<std::shared_ptr<Work>>(std::move(read));
  FetchPlan plan = PlanFor(*work);
  if (plan.questions.empty()) return done(Answer(*work));
  const auto until = call.begin + work->client->deadline - kTimeToAnswer;
  settings_.fetcher->Fetch(std::move(plan), until,
                           [this, work, done = std::move(done)](FetchedRecord fetched) mutable {
                             work->fetched = std::move(fetched);
                             done(Answer(*work));
                           });
}

// Nothing for a client that is not registered: no address of a request is ever called.
FetchPlan GuidelineService::PlanFor(const Work& work) const {
  if (settings_.fetcher == nullptr || work.client == nullptr || !work.client->fetches) return {};
  const CdsRequest& request = work.reading.request;
  const auto known = request.fhir_version ? request.fhir_version : work.terms.fhir_version;
  return PlanFetch(request, work.client->ServerFor(request.fhir_server),
                   known.value_or(fhir::Version::kR4));
}

ServiceResult GuidelineService::Answer(const Work& work) const {
  const ServiceCall& call = work.call;
  const RequestReading& reading = work.reading;
  const Terms& terms = work.terms;
  const std::shared_ptr<const Knowledge>& knowledge = work.knowledge;
  const CallBudget budget(settings_.time_per_call, call.hang_up);
  const SuppliedRecord supplied = ReadSupplied(reading.request, terms.fhir_version, work.fetched);
  if (!supplied.has_patient) return RefuseWithoutPatient(supplied);
  if (budget.IsSpent()) return GiveUp();

  guideline::BoundRecord bound = Bind(*knowledge, supplied, reading.request, call.now, budget);
  if (budget.IsSpent()) return GiveUp();
  const guideline::Decisions decisions =
      knowledge->guideline().DecideOnDemand(bound.inputs, ModuleOf(call.service.service));

  cards::Situation situation =
      SituationOf(call, terms, reading.request, supplied, bound, decisions);
  situation.base_url = settings_.base_url;
  situation.region = knowledge->region();
  if (situation.region != nullptr) {
    situation.hospital = region::FindAskingHospital(
        *situation.region, supplied.record,
        {situation.encounter_reference, situation.user_reference, terms.hospital});
  }
  const std::string owner = work.caller.Name(), teller = work.caller.Teller();
  const std::string_view patient = reading.request.patient_id.Reveal();
  const SilenceContext context{owner,
                               teller,
                               work.caller.server,
                               patient,
                               BirthDateIn(supplied.record, patient),
                               StemOf(call.service)};
  if (settings_.silences != nullptr) {
    situation.is_silenced = [&](const cards::CardIdentity& identity) {
      return settings_.silences->IsSilenced(context, identity, call.now);
    };
  }
  if (budget.IsSpent()) return GiveUp();
  const std::vector<cards::Card> cards = knowledge->composer().Compose(situation, uuid_);
  if (budget.IsSpent()) return GiveUp();  // nobody sees these cards: they are not noted as shown
  if (settings_.silences != nullptr) {
    for (const cards::Card& card : cards) settings_.silences->NoteShown(context, card);
  }

  ServiceAnswer answer;
  answer.json = WriteResponse(cards, reading.request.wants_evaluation ? &decisions : nullptr,
                              supplied.not_had);
  answer.cards = cards.size();
  answer.caller = owner;
  answer.not_had = InOneLine(supplied.not_had);
  if (call.explain) {
    answer.explanation =
        knowledge->guideline().Explain(bound.inputs, decisions, LanguageTag(terms.language)) +
        ExplainRoutes(situation, cards);
  }
  return answer;
}

void GuidelineService::Exchange(std::shared_ptr<const Knowledge> knowledge) {
  const std::lock_guard lock(mutex_);
  knowledge_ = std::move(knowledge);
}

std::shared_ptr<const Knowledge> GuidelineService::Current() const {
  const std::lock_guard lock(mutex_);
  return knowledge_;
}

}  // namespace wervelwijzer::hooks
