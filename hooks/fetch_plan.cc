#include "hooks/fetch_plan.h"

#include <algorithm>
#include <utility>

#include "hooks/prefetch.h"
#include "hooks/registry.h"
#include "hooks/web_address.h"

namespace wervelwijzer::hooks {
namespace {

using fhir::Supply;
using fhir::Version;

// RFC 3986, 2.1: everything but the unreserved characters.
std::string PercentEncoded(std::string_view text) {
  constexpr char kDigits[] = "0123456789ABCDEF";
  std::string encoded;
  for (const char c : text) {
    const bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                       c == '-' || c == '.' || c == '_' || c == '~';
    if (plain) {
      encoded += c;
    } else {
      const auto byte = static_cast<unsigned char>(c);
      encoded += {'%', kDigits[byte >> 4], kDigits[byte & 15]};
    }
  }
  return encoded;
}

// What a type of R4 was called before; several where it was split, none where it did not exist.
std::vector<std::string> NamesIn(Version version, const std::string& type) {
  if (type == "ServiceRequest" && version == Version::kDstu2) {
    return {"DiagnosticOrder", "ProcedureRequest", "ReferralRequest"};
  }
  if (type == "ServiceRequest" && version == Version::kStu3) {
    return {"ProcedureRequest", "ReferralRequest"};
  }
  if (type == "MedicationRequest" && version == Version::kDstu2) return {"MedicationOrder"};
  if (type == "BodyStructure" && version != Version::kR4 && version != Version::kR5) {
    return {"BodySite"};
  }
  if ((type == "Task" || type == "Consent") && version == Version::kDstu2) return {};
  return {type};
}

// Without `_sort`, whose form and names differ between versions.
std::string WithoutSort(std::string query) {
  const std::size_t at = query.find("&_sort=");
  if (at == std::string::npos) return query;
  const std::size_t end = query.find('&', at + 1);
  return query.erase(at, end == std::string::npos ? end : end - at);
}

struct Ids {
  std::string patient, encounter;
};

std::vector<FetchQuestion> QuestionsOf(const PrefetchTemplate& prefetch, const std::string& base,
                                       Version version, const Ids& ids) {
  const std::string query(prefetch.query);
  const std::size_t end = query.find_first_of("/?");
  const std::string type = query.substr(0, end), rest = query.substr(end);
  const std::string key(prefetch.key);
  if (rest.starts_with('/')) {
    const std::string& id = type == "Encounter" ? ids.encounter : ids.patient;
    return {{key, base + "/" + type + "/" + PercentEncoded(id), type, id}};
  }
  std::string filled = rest;
  constexpr std::string_view kPatient = "{{context.patientId}}";
  filled.replace(filled.find(kPatient), kPatient.size(), PercentEncoded(ids.patient));
  std::vector<FetchQuestion> questions;
  for (const std::string& name : NamesIn(version, type)) {
    const bool same = name == type && version != Version::kDstu2;
    questions.push_back({key, base + "/" + name + (same ? filled : WithoutSort(filled)), name, {}});
  }
  return questions;
}

// Only this patient's token, and only while it lives.
bool IsUsable(const CdsRequest& request) {
  if (!request.authorization || request.authorization->expires_in_seconds <= 0) return false;
  std::string_view patient = request.authorization->patient.Reveal();
  if (patient.starts_with("Patient/")) patient.remove_prefix(8);
  return patient.empty() || patient == request.patient_id.Reveal();
}

// One word of SMART's grammar: `patient/Condition.read`, `user/*.cruds`.
struct Scope {
  std::string_view type, rights;
};
std::optional<Scope> ScopeOf(std::string_view word) {
  const std::size_t slash = word.find('/');
  const std::string_view level = word.substr(0, slash);
  if (slash == std::string_view::npos ||
      (level != "patient" && level != "user" && level != "system"))
    return std::nullopt;
  word.remove_prefix(slash + 1);
  const std::size_t dot = word.find('.');
  if (dot == std::string_view::npos) return std::nullopt;
  return Scope{word.substr(0, dot), word.substr(dot + 1)};
}

bool Allows(const Scope& scope, std::string_view type, std::string_view interaction) {
  if (scope.type != "*" && scope.type != type) return false;
  if (scope.rights == "read" || scope.rights == "*") return true;
  // A scope with a query gives a part, which would look like the whole.
  if (scope.rights.find_first_not_of("cruds") != std::string_view::npos) return false;
  return scope.rights.find(interaction) != std::string_view::npos;
}

bool IsBelow(const std::string& address, const std::string& base) {
  const Result<WebAddress> parsed = ParseWebAddress(address);
  if (!parsed.ok()) return false;
  const std::string normal = parsed->Origin() + parsed->target;
  return normal.starts_with(base) && normal.size() > base.size() &&
         (normal[base.size()] == '/' || normal[base.size()] == '?');
}

}  // namespace

bool ScopeAllows(std::string_view scope, std::string_view type, std::string_view interaction) {
  bool is_smart = false;
  while (!scope.empty()) {
    const std::size_t end = std::min(scope.find(' '), scope.size());
    const auto word = ScopeOf(scope.substr(0, end));
    is_smart = is_smart || word.has_value();
    if (word && Allows(*word, type, interaction)) return true;
    scope.remove_prefix(std::min(end + 1, scope.size()));
  }
  return !is_smart;
}

FetchPlan PlanFetch(const CdsRequest& request, std::string base, Version version) {
  FetchPlan plan;
  plan.base = std::move(base);
  if (plan.base.empty() || request.fhir_server.empty() || !IsUsable(request)) return plan;
  plan.bearer = request.authorization->access_token;
  const Ids ids{std::string(request.patient_id.Reveal()),
                std::string(request.encounter_id.Reveal())};
  const std::string& scope = request.authorization->scope;
  for (const PrefetchTemplate& prefetch : PrefetchTemplates()) {
    if (prefetch.key == "encounter" && ids.encounter.empty()) continue;
    const JsonValue value = request.prefetch.Get(prefetch.key);
    const Supply supply = SupplyOf(value);
    std::vector<FetchQuestion> questions = QuestionsOf(prefetch, plan.base, version, ids);
    if (supply == Supply::kKnownEmpty || questions.empty()) continue;
    if (supply == Supply::kValue) {
      const auto next = NextPage(value, plan.base);
      if (!next || next->empty()) continue;
      questions = {{std::string(prefetch.key), *next, questions.front().type, {}}};
    }
    for (FetchQuestion& question : questions) {
      const char* interaction = question.id.empty() ? "s" : "r";
      if (ScopeAllows(scope, question.type, interaction)) {
        plan.questions.push_back(std::move(question));
      } else {
        plan.partial.emplace(prefetch.key);
      }
    }
  }
  return plan;
}

std::optional<std::string> NextPage(JsonValue bundle, const std::string& base) {
  std::string next;
  for (const JsonValue link : bundle.Get("link").elements()) {
    if (link.Get("relation").string_or({}) == "next") next = link.Get("url").string_or({});
  }
  if (next.empty()) return next;
  if (next.find("://") == std::string::npos) next = base + (next[0] == '?' ? "" : "/") + next;
  if (!IsBelow(next, base)) return std::nullopt;
  return next;
}

}  // namespace wervelwijzer::hooks
