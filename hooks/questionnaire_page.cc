#include "hooks/questionnaire_page.h"

#include <utility>

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

JsonValue ExtensionOf(JsonValue item, std::string_view url_end) {
  for (const JsonValue extension : item.Get("extension").elements()) {
    if (extension.Get("url").string_or("").ends_with(url_end)) return extension;
  }
  return {};
}

// Writes the items of one form in one language.
class PageWriter {
 public:
  PageWriter(JsonValue form, Language language) : form_(form), language_(language) {}

  std::string Items() {
    WriteItems(form_.Get("item"));
    return std::move(page_);
  }

 private:
  std::string_view Say(std::string_view dutch, std::string_view english) const {
    return language_ == Language::kDutch ? dutch : english;
  }

  void Append(std::string& list, std::string_view between, const std::string& text) const {
    if (!list.empty()) list += between;
    list += text;
  }

  // In which units, from what to what, or which kind of answer where there is nothing to choose.
  std::string KindOfAnswer(JsonValue item) const {
    const std::string_view type = item.Get("type").string_or("");
    if (type == "boolean") return std::string(Say("ja; nee", "yes; no"));
    if (type == "dateTime") {
      return std::string(Say("datum, zo mogelijk met tijd", "date, with the time if known"));
    }
    if (type == "quantity") {
      std::string units;
      for (const JsonValue extension : item.Get("extension").elements()) {
        const JsonValue unit = extension.Get("valueCoding");
        if (extension.Get("url").string_or("").ends_with("questionnaire-unitOption")) {
          Append(units, Say(" of ", " or "), TextOf(unit, "display", language_));
        }
      }
      return units.empty() ? units : std::string(Say("getal in ", "number in ")) + units;
    }
    if (type != "integer" && type != "decimal") return {};
    std::string text(Say("getal", "number"));
    const JsonValue low = ExtensionOf(item, "/minValue"), high = ExtensionOf(item, "/maxValue");
    const std::string member = type == "integer" ? "valueInteger" : "valueDecimal";
    if (low.exists()) text += std::string(Say(" van ", " from ")) + low.Get(member).ToText();
    if (high.exists()) text += std::string(Say(" tot ", " to ")) + high.Get(member).ToText();
    return text;
  }

  void WriteAnswers(JsonValue item) {
    std::string answers;
    for (const JsonValue option : item.Get("answerOption").elements()) {
      Append(answers, "; ", AnswerText(option));
    }
    if (answers.empty()) answers = KindOfAnswer(item);
    if (!answers.empty()) page_ += "<dd>" + answers + "</dd>\n";
  }

  std::string AnswerText(JsonValue option) const {
    const JsonValue coding = option.Get("valueCoding");
    return coding.exists() ? TextOf(coding, "display", language_)
                           : Escaped(option.Get("valueInteger").ToText());
  }

  JsonValue Find(JsonValue items, std::string_view link_id) const {
    for (const JsonValue item : items.elements()) {
      if (item.Get("linkId").string_or("") == link_id) return item;
      if (const JsonValue inner = Find(item.Get("item"), link_id); inner.exists()) return inner;
    }
    return {};
  }

  // What the earlier question calls the answer of a condition; empty when none was given.
  std::string ConditionAnswer(JsonValue question, JsonValue condition) const {
    if (condition.Get("operator").string_or("") == "exists") return {};
    if (const auto flag = condition.Get("answerBoolean").boolean()) {
      return std::string(*flag ? Say("ja", "yes") : Say("nee", "no"));
    }
    const std::string_view code = condition.Get("answerCoding").Get("code").string_or("");
    for (const JsonValue option : question.Get("answerOption").elements()) {
      if (option.Get("valueCoding").Get("code").string_or("") == code) return AnswerText(option);
    }
    return Escaped(code);
  }

  // After which answers the question is asked; the answers of one question stand together.
  void WriteConditions(JsonValue item) {
    std::string text;
    std::string_view last;
    for (const JsonValue condition : item.Get("enableWhen").elements()) {
      const std::string_view link_id = condition.Get("question").string_or("");
      const JsonValue question = Find(form_.Get("item"), link_id);
      const std::string answer = ConditionAnswer(question, condition);
      if (answer.empty()) continue;
      const bool is_same = link_id == last;
      Append(text, Say(" of ", " or "),
             is_same ? answer : TextOf(question, "text", language_) + ": " + answer);
      last = link_id;
    }
    if (text.empty()) return;
    page_ +=
        "<dd><small>" + std::string(Say("Alleen bij ", "Only with ")) + text + ".</small></dd>\n";
  }

  void WriteItems(JsonValue items) {
    for (const JsonValue item : items.elements()) {
      const std::string_view type = item.Get("type").string_or("");
      const std::string text = TextOf(item, "text", language_);
      if (type == "group") {
        page_ += "</dl><h2>" + text + "</h2><dl>\n";
      } else if (type == "display") {
        page_ += "<dd><small>" + text + "</small></dd>\n";
      } else {
        page_ += "<dt><strong>" + text + "</strong></dt>\n";
        WriteAnswers(item);
        WriteConditions(item);
      }
      WriteItems(item.Get("item"));
    }
  }

  JsonValue form_;
  Language language_;
  std::string page_;
};

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
  page += PageWriter(form, language).Items();
  return page + "</dl></main></body></html>\n";
}

bool PrefersPage(std::string_view accept) {
  const std::size_t html = accept.find("text/html");
  return html != std::string_view::npos && html < accept.find("json");
}

}  // namespace wervelwijzer::hooks
