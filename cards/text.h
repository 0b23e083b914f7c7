#pragma once

// The words of the cards. One folder per language (`nl`, `en`) with `.txt` files: a line `[key]`,
// then the text of that key until the next one; lines that begin with `//` are comments. A text is
// a whole sentence or a whole name; `{deadline}` is a place for a value. Nothing is built from
// pieces.

#include <array>
#include <cstddef>
#include <functional>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "base/result.h"
#include "cards/compose.h"

namespace wervelwijzer::cards {

// The value of one place in a text. Values that come from the request are escaped by the caller.
using TextValue = std::pair<std::string_view, std::string>;

// All texts of all languages. Immutable after Load, shared by threads.
class TextCatalogue {
 public:
  // Reads `directory`/nl and `directory`/en. Fails when a key is given twice, lacks in the other
  // language, or has other places there (but for dates, `moment.…`, whose parts differ by
  // language).
  static Result<TextCatalogue> Load(const std::string& directory);

  // Null when there is no such key.
  const std::string* Find(Language language, std::string_view key) const;
  // All keys, in alphabetical order.
  std::vector<std::string_view> Keys() const;

 private:
  // Looks a view up without making a string of it.
  struct KeyHash {
    using is_transparent = void;
    std::size_t operator()(std::string_view key) const {
      return std::hash<std::string_view>()(key);
    }
  };
  using Texts = std::unordered_map<std::string, std::string, KeyHash, std::equal_to<>>;
  std::array<Texts, 2> languages_;
};

// The catalogue in one language.
class Words {
 public:
  Words(const TextCatalogue& catalogue, Language language)
      : catalogue_(&catalogue), language_(language) {}

  Language language() const { return language_; }
  bool Knows(std::string_view key) const;
  // The text with its places filled. A key that does not exist is a programming error: the text is
  // then the key between `⟦` and `⟧`, which no test lets pass and which tells an operator what
  // lacks.
  std::string Say(std::string_view key, std::span<const TextValue> values = {}) const;
  std::string Say(std::string_view key, std::initializer_list<TextValue> values) const;

 private:
  const TextCatalogue* catalogue_;
  Language language_;
};

// Names of the places in a text, sorted, each once.
std::vector<std::string> PlacesOf(std::string_view text);

}  // namespace wervelwijzer::cards
