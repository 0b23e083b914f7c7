#include "hooks/questionnaire_page.h"

#include "base/json.h"

namespace wervelwijzer::hooks {
namespace {

using cards::Language;

std::string Escaped(std::string_view text) {
  std::string escaped;
  for (const char c : text) {
    if (c == '<') {
      escaped += "&lt;";
    } else if (c == '>') {
      escaped += "&gt;";
    } else if (c == '&') {
      escaped += "&amp;";
    } else if (c == '"') {
      escaped += "&quot;";
    } else {
      escaped += c;
    }
  }
  return escaped;
}

// A member in the page's language: our definitions are Dutch with an English translation.
std::string TextOf(JsonValue value, std::string_view member, Language language) {
  const std::string own(value.Get(member).string_or(""));
  if (language == Language::kDutch) return Escaped(own);
  const JsonValue notes = value.Get("_" + std::string(member)).Get("extension");
  for (const JsonValue note : notes.elements()) {
    for (const JsonValue part : note.Get("extension").elements()) {
      const JsonValue text = part.Get("valueString");
      if (part.Get("url").string_or("") == "content" && text.is_string()) {
        return Escaped(text.string_or(""));
      }
    }
  }
  return Escaped(own);
}

void WriteAnswers(JsonValue item, Language language, std::string& page) {
  std::string answers;
  for (const JsonValue option : item.Get("answerOption").elements()) {
    const JsonValue coding = option.Get("valueCoding");
    const std::string answer = coding.exists() ? TextOf(coding, "display", language)
                                               : Escaped(option.Get("valueInteger").ToText());
    answers += (answers.empty() ? "" : "; ") + answer;
  }
  if (answers.empty() && item.Get("type").string_or("") == "boolean") {
    answers = language == Language::kDutch ? "ja; nee" : "yes; no";
  }
  if (!answers.empty()) page += "<dd>" + answers + "</dd>\n";
}

void WriteItems(JsonValue items, Language language, std::string& page) {
  for (const JsonValue item : items.elements()) {
    const std::string_view type = item.Get("type").string_or("");
    const std::string text = TextOf(item, "text", language);
    if (type == "group") {
      page += "</dl><h2>" + text + "</h2><dl>\n";
    } else if (type == "display") {
      page += "<dd><small>" + text + "</small></dd>\n";
    } else {
      page += "<dt><strong>" + text + "</strong></dt>\n";
      WriteAnswers(item, language, page);
    }
    WriteItems(item.Get("item"), language, page);
  }
}

}  // namespace

std::optional<std::string> QuestionnairePage(std::string_view json, Language language) {
  const auto document = JsonDocument::Parse(json);
  if (!document.ok()) return std::nullopt;
  const JsonValue form = document->root();
  if (form.Get("resourceType").string_or("") != "Questionnaire") return std::nullopt;
  const bool dutch = language == Language::kDutch;
  const std::string title = TextOf(form, "title", language);
  std::string page = "<!doctype html>\n<html lang=\"" + std::string(dutch ? "nl" : "en") +
                     "\"><head><meta charset=\"utf-8\"><title>" + title +
                     "</title>\n<meta name=\"viewport\" content=\"width=device-width\"></head>\n" +
                     "<body><main><h1>" + title + "</h1>\n<p>";
  page += dutch
              ? "Dit zijn de gegevens waarnaar de richtlijn vraagt. Leg ze vast in het dossier; "
                "daarna volgt het advies vanzelf. Niet bekend is ook een antwoord, en iets anders "
                "dan nee. Op deze pagina staat niets over een pati&euml;nt. Geen gecertificeerd "
                "medisch hulpmiddel; eerst lokaal valideren."
              : "These are the data that the guideline asks for. Record them in the patient's "
                "file; the advice then follows by itself. Not known is an answer too, and another "
                "one than no. This page holds nothing about a patient. Not a certified medical "
                "device; needs local validation first.";
  page += "</p>\n<dl>\n";
  WriteItems(form.Get("item"), language, page);
  return page + "</dl></main></body></html>\n";
}

bool PrefersPage(std::string_view accept) {
  const std::size_t html = accept.find("text/html");
  return html != std::string_view::npos && html < accept.find("json");
}

}  // namespace wervelwijzer::hooks
