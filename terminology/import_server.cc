#include "terminology/import_server.h"

#include <algorithm>
#include <charconv>
#include <utility>

namespace wervelwijzer::terminology {
namespace {

constexpr std::string_view kIsA = "fhir_vs=isa/";

bool IsDigit(char c) { return c >= '0' && c <= '9'; }

int HexValue(char c) {
  if (IsDigit(c)) return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  return c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

// `%3A` becomes `:`; what is no such escape stays.
std::string Unescape(std::string_view text) {
  std::string plain;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const bool escape = text[i] == '%' && i + 2 < text.size() && HexValue(text[i + 1]) >= 0 &&
                        HexValue(text[i + 2]) >= 0;
    if (!escape) {
      plain += text[i];
      continue;
    }
    plain += static_cast<char>(HexValue(text[i + 1]) * 16 + HexValue(text[i + 2]));
    i += 2;
  }
  return plain;
}

// The value of a parameter in the query of a request.
std::string QueryValue(std::string_view url, std::string_view name) {
  std::string_view query = url.substr(std::min(url.size(), url.find('?') + 1));
  while (!query.empty()) {
    std::string_view part = query.substr(0, query.find('&'));
    query.remove_prefix(std::min(query.size(), part.size() + 1));
    if (part.size() > name.size() && part.starts_with(name) && part[name.size()] == '=') {
      return Unescape(part.substr(name.size() + 1));
    }
  }
  return {};
}

std::string_view LeadingDigits(std::string_view text) {
  const auto end = std::ranges::find_if_not(text, IsDigit);
  return text.substr(0, static_cast<std::size_t>(end - text.begin()));
}

std::string RootOfUrl(std::string_view url) {
  const std::size_t place = url.find(kIsA);
  if (place == std::string_view::npos) return {};
  return std::string(LeadingDigits(url.substr(place + kIsA.size())));
}

// `<< 94222008 |…|` with nothing behind it.
std::string RootOfExpression(std::string_view text) {
  if (!text.starts_with("<<")) return {};
  text.remove_prefix(2);
  while (text.starts_with(' ')) text.remove_prefix(1);
  const std::string_view root = LeadingDigits(text);
  text.remove_prefix(root.size());
  while (text.starts_with(' ')) text.remove_prefix(1);
  if (text.starts_with('|')) text.remove_prefix(std::min(text.size(), text.find('|', 1)) + 1);
  return text.empty() ? std::string(root) : std::string();
}

std::string RootOfFilter(JsonValue filter) {
  const std::string_view operation = filter.Get("op").string_or({});
  const std::string_view value = filter.Get("value").string_or({});
  if (operation == "is-a") return std::string(value);
  return operation == "=" ? RootOfExpression(value) : std::string();
}

std::string RootOf(JsonValue value_set) {
  std::string root = RootOfUrl(value_set.Get("url").string_or({}));
  for (const JsonValue parameter : value_set.Path("expansion", "parameter").elements()) {
    if (root.empty()) root = RootOfUrl(parameter.Get("valueUri").string_or({}));
  }
  const JsonValue include = value_set.Path("compose", "include");
  const JsonValue filter = include.At(0).Get("filter");
  if (root.empty() && include.size() == 1 && filter.size() == 1 &&
      !value_set.Path("compose", "exclude").exists()) {
    root = RootOfFilter(filter.At(0));
  }
  return root;
}

bool IsMarked(JsonValue expansion, std::string_view ending) {
  for (const JsonValue extension : expansion.Get("extension").elements()) {
    if (extension.Get("url").string_or({}).ends_with(ending)) {
      return extension.Get("valueBoolean").boolean().value_or(false);
    }
  }
  return false;
}

// Pages without a total do not tell whether there are more.
bool IsOpenEnded(JsonValue expansion) {
  if (IsMarked(expansion, "valueset-unclosed") || IsMarked(expansion, "valueset-toocostly")) {
    return true;
  }
  if (expansion.Get("total").exists()) return false;
  for (const JsonValue parameter : expansion.Get("parameter").elements()) {
    if (parameter.Get("name").string_or({}) == "count") return true;
  }
  return expansion.Get("offset").integer().value_or(0) > 0;
}

std::string_view OutcomeOf(JsonValue parameters) {
  for (const JsonValue parameter : parameters.Get("parameter").elements()) {
    if (parameter.Get("name").string_or({}) == "outcome") {
      return parameter.Get("valueCode").string_or({});
    }
  }
  return {};
}

}  // namespace

Status ServerAnswers::Add(JsonValue answer, JsonValue questions) {
  const std::string_view type = answer.Get("resourceType").string_or({});
  if (type == "Bundle") return AddBundle(answer, questions);
  if (type == "ValueSet") return AddExpansion(answer, RootOf(answer));
  return InvalidInput("is neither a ValueSet nor a Bundle", "$.resourceType");
}

Status ServerAnswers::AddBundle(JsonValue bundle, JsonValue questions) {
  const JsonValue answers = bundle.Get("entry");
  const JsonValue asked = questions.Get("entry");
  if (questions.exists() && asked.size() != answers.size()) {
    return InvalidInput("has another number of entries than the questions", "$.entry");
  }
  for (std::size_t i = 0; i < answers.size(); ++i) {
    const JsonValue entry = answers.At(i);
    const JsonValue request =
        questions.exists() ? asked.At(i).Get("request") : entry.Get("request");
    const Status added = AddEntry(entry.Get("resource"), request.Get("url").string_or({}));
    if (added.ok()) continue;
    const std::string below = added.error().path;
    return InvalidInput(added.error().message,
                        "$.entry[" + std::to_string(i) + "].resource" +
                            (below.starts_with('$') ? below.substr(1) : std::string()));
  }
  return {};
}

Status ServerAnswers::AddEntry(JsonValue resource, std::string_view question) {
  const std::string_view type = resource.Get("resourceType").string_or({});
  if (type == "ValueSet") {
    const std::string asked = RootOfUrl(QueryValue(question, "url"));
    return AddExpansion(resource, asked.empty() ? RootOf(resource) : asked);
  }
  if (type == "Parameters") return AddPair(resource, question);
  ++refused_;  // OperationOutcome, or no resource at all: the server does not know the code
  return {};
}

Status ServerAnswers::AddExpansion(JsonValue value_set, std::string root) {
  const JsonValue json = value_set.Get("expansion");
  if (!json.exists()) return InvalidInput("value set is not expanded", "$.expansion");
  if (root.empty()) return InvalidInput("does not tell below which code it lies", "$.url");
  for (const JsonValue parameter : json.Get("parameter").elements()) {
    const std::string_view name = parameter.Get("name").string_or({});
    if (name != "version" && name != "used-codesystem") continue;
    if (Status set = SetVersion(parameter.Get("valueUri").string_or({})); !set.ok()) return set;
  }
  builder_.AddCode(root, CodeState::kActive);
  Expansion& expansion = ExpansionOf(root);
  const auto total = json.Get("total").integer().value_or(0);
  expansion.total =
      std::max(expansion.total, static_cast<std::size_t>(std::max<std::int64_t>(total, 0)));
  expansion.is_open = expansion.is_open || IsOpenEnded(json);
  return AddContained(json.Get("contains"), expansion);
}

Status ServerAnswers::AddContained(JsonValue contains, Expansion& expansion) {
  for (const JsonValue one : contains.elements()) {
    const std::string_view code = one.Get("code").string_or({});
    if (!code.empty()) {
      const auto system = systems_.FindUri(one.Get("system").string_or({}));
      if (!system || systems_.Name(*system) != system_) {
        return InvalidInput("code is not of system `" + system_ + "`", "$.expansion.contains");
      }
      if (Status set = SetVersion(one.Get("version").string_or({})); !set.ok()) return set;
      const bool inactive = one.Get("inactive").boolean().value_or(false);
      builder_.AddCode(code, inactive ? CodeState::kInactive : CodeState::kActive);
      expansion.codes.emplace(code);
      if (code != expansion.root) {
        builder_.AddAbove(code, expansion.root);
      } else if (!inactive) {
        expansion.has_root = true;
      }
    }
    if (Status added = AddContained(one.Get("contains"), expansion); !added.ok()) return added;
  }
  return {};
}

Status ServerAnswers::AddPair(JsonValue parameters, std::string_view question) {
  const std::string_view outcome = OutcomeOf(parameters);
  const std::string a = QueryValue(question, "codeA");
  const std::string b = QueryValue(question, "codeB");
  if (a.empty() || b.empty()) return InvalidInput("answer has no question with two codes");
  if (const auto system = systems_.FindUri(QueryValue(question, "system"));
      !system || systems_.Name(*system) != system_) {
    return InvalidInput("question is not of system `" + system_ + "`");
  }
  builder_.AddCode(a, CodeState::kActive);
  builder_.AddCode(b, CodeState::kActive);
  if (outcome == "subsumes" || outcome == "equivalent") {
    if (a != b) builder_.AddAbove(b, a);
  } else if (outcome == "subsumed-by") {
    builder_.AddAbove(a, b);
    builder_.AddNotBelow(b, a);
  } else if (outcome == "not-subsumed") {
    builder_.AddNotBelow(a, b);
    builder_.AddNotBelow(b, a);
  } else {
    return InvalidInput("outcome is not one of `$subsumes`", "$.parameter");
  }
  ++pairs_;
  return {};
}

// `http://snomed.info/sct|http://…/version/20260901` and the part behind the bar are the same.
Status ServerAnswers::SetVersion(std::string_view version) {
  if (const std::size_t bar = version.find('|'); bar != std::string_view::npos) {
    version.remove_prefix(bar + 1);
  }
  if (version.empty() || version == version_) return {};
  if (!version_.empty()) {
    return InvalidInput("answers are of two versions: `" + version_ + "` and `" +
                        std::string(version) + "`");
  }
  version_ = version;
  return {};
}

ServerAnswers::Expansion& ServerAnswers::ExpansionOf(const std::string& root) {
  const auto known =
      std::ranges::find_if(expansions_, [&](const Expansion& one) { return one.root == root; });
  if (known != expansions_.end()) return *known;
  return expansions_.emplace_back(Expansion{.root = root});
}

Result<ServerImport> ServerAnswers::Finish() && {
  ServerImport import;
  for (const Expansion& expansion : expansions_) {
    const bool complete =
        expansion.has_root && !expansion.is_open && expansion.codes.size() >= expansion.total;
    ++(complete ? import.complete : import.partial);
    if (complete) builder_.AddCode(expansion.root, CodeState::kComplete);
  }
  import.version = version_.empty() ? "unknown" : version_;
  Result<std::string> text = builder_.Finish({system_, import.version, "terminology-server", 0, 0});
  if (!text.ok()) return text.error();
  import.text = std::move(text).value();
  import.codes = builder_.size();
  import.pairs = pairs_;
  import.refused = refused_;
  return import;
}

}  // namespace wervelwijzer::terminology
