#include "hooks/language.h"

#include <optional>

#include "hooks/text.h"

namespace wervelwijzer::hooks {
namespace {

// `q=0.8` in thousandths; 1000 when there is none, 0 when it is no weight.
int WeightOf(std::string_view parameters) {
  const std::size_t at = parameters.find("q=");
  if (at == std::string_view::npos) return 1000;
  std::string_view digits = parameters.substr(at + 2);
  if (digits.empty() || digits[0] < '0' || digits[0] > '1') return 0;
  int weight = (digits[0] - '0') * 1000;
  if (digits.size() > 1 && digits[1] != '.') return weight;
  int unit = 100;
  for (std::size_t i = 2; i < digits.size() && unit > 0; ++i, unit /= 10) {
    if (digits[i] < '0' || digits[i] > '9') break;
    weight += (digits[i] - '0') * unit;
  }
  return weight;
}

std::optional<cards::Language> LanguageOf(std::string_view range) {
  const std::string_view primary = range.substr(0, range.find('-'));
  if (EqualsIgnoringCase(primary, "nl")) return cards::Language::kDutch;
  if (EqualsIgnoringCase(primary, "en")) return cards::Language::kEnglish;
  return std::nullopt;
}

}  // namespace

std::optional<cards::Language> AskedLanguage(std::string_view accept_language) {
  std::optional<cards::Language> best;
  int best_weight = 0;
  while (!accept_language.empty()) {
    const std::size_t comma = accept_language.find(',');
    const std::string_view item = accept_language.substr(0, comma);
    accept_language.remove_prefix(comma == std::string_view::npos ? accept_language.size()
                                                                  : comma + 1);
    const std::size_t semicolon = item.find(';');
    const auto language = LanguageOf(Trimmed(item.substr(0, semicolon)));
    const int weight =
        semicolon == std::string_view::npos ? 1000 : WeightOf(item.substr(semicolon));
    if (language && weight > best_weight) {
      best = language;
      best_weight = weight;
    }
  }
  return best;
}

cards::Language PreferredLanguage(std::string_view accept_language, cards::Language fallback) {
  return AskedLanguage(accept_language).value_or(fallback);
}

const char* LanguageTag(cards::Language language) {
  return language == cards::Language::kEnglish ? "en" : "nl";
}

}  // namespace wervelwijzer::hooks
