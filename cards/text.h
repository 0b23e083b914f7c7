#pragma once

// The words of the cards. One folder per language (`nl`, `en`) with `.txt` files: a line `[key]`,
// then the text of that key until the next one; lines that begin with `//` are comments. A text is
// a whole sentence or a whole name; `{deadline}` is a place for a value. Nothing is built from
// pieces.

#include <array>
#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/result.h"
#include "base/short_text.h"
#include "cards/compose.h"

namespace wervelwijzer::cards {

// The value of one place in a text: a view, for as long as the text is being said. Values that come
// from the request are escaped by the caller.
struct TextValue {
  std::string_view place, text;
};

// Values that are made before it is known which text they go into, and views of them.
using KeptValue = std::pair<std::string_view, std::string>;
std::vector<TextValue> ViewsOf(std::span<const KeptValue> values);

// A text and where its places stand, found once when it is loaded.
struct Text {
  struct Place {
    std::size_t open, close;  // offsets of its braces in `words`
  };
  std::string key, words;
  std::vector<Place> places;
};

// A key put together of parts, `value.` and an input and a code, without a text of its own. Of one
// longer than any key of the files the rest is left out: nothing stands there.
class KeyText {
 public:
  KeyText(std::initializer_list<std::string_view> parts) {
    for (const std::string_view part : parts) Append(part);
  }
  KeyText& Append(std::string_view part) {
    const std::size_t taken = part.copy(text_.data() + size_, text_.size() - size_);
    size_ += taken;
    return *this;
  }
  operator OwnName() const { return std::string_view(text_.data(), size_); }  // NOLINT: it is one

 private:
  std::array<char, 120> text_;
  std::size_t size_ = 0;
};

// All texts of all languages. Immutable after Load, shared by threads.
class TextCatalogue {
 public:
  // Reads `directory`/nl and `directory`/en. Fails when a key is given twice, lacks in the other
  // language, or has other places there (but for dates, `moment.…`, whose parts differ by
  // language).
  static Result<TextCatalogue> Load(const std::string& directory);

  // Null when there is no such key.
  const Text* FindText(Language language, const OwnName& key) const;
  const std::string* Find(Language language, const OwnName& key) const;
  // All keys, in alphabetical order.
  std::vector<std::string_view> Keys() const;

 private:
  // Texts by key. Filled once, then only looked at.
  class Texts {
   public:
    void Fill(std::vector<Text> texts);
    const Text* Find(const OwnName& key) const;
    std::span<const Text> all() const { return texts_; }

   private:
    static constexpr std::uint32_t kNobody = 0xFFFFFFFF;

    // Where the key stands in places_, or would stand.
    std::size_t PlaceOf(const OwnName& key) const;

    std::vector<Text> texts_;
    // Indices by the hash of the key: a power of two long and at most half full.
    std::vector<std::uint32_t> places_;
  };
  std::array<Texts, 2> languages_;
};

// The catalogue in one language.
class Words {
 public:
  Words(const TextCatalogue& catalogue, Language language)
      : catalogue_(&catalogue), language_(language) {}

  Language language() const { return language_; }
  bool Knows(const OwnName& key) const { return Find(key) != nullptr; }
  // The text of a key as it stands, for names, which have no places; null when there is none.
  const std::string* Find(const OwnName& key) const { return catalogue_->Find(language_, key); }
  // The text with its places filled. A key that does not exist is a programming error: the text is
  // then the key between `⟦` and `⟧`, which no test lets pass and which tells an operator what
  // lacks.
  std::string Say(const OwnName& key, std::span<const TextValue> values = {}) const;
  std::string Say(const OwnName& key, std::initializer_list<TextValue> values) const;
  // The same behind what `said` holds already. No value may be a view of `said`.
  void Say(const OwnName& key, std::span<const TextValue> values, std::string& said) const;
  void Say(const OwnName& key, std::initializer_list<TextValue> values, std::string& said) const;
  // The same with values that are made only for the places that the text has: `append(place, said)`
  // appends that of a place.
  template <typename Append>
  void SayWith(const OwnName& key, const Append& append, std::string& said) const;

 private:
  // One pass over the text: a value is never looked through for places, so that nothing in the
  // record can pull another value into a sentence.
  template <typename Append>
  static void Fill(const Text& text, const Append& append, std::string& said);
  static void SayText(const Text& text, std::span<const TextValue> values, std::string& said);
  static void SayUnknown(std::string_view key, std::string& said);

  const TextCatalogue* catalogue_;
  Language language_;
};

template <typename Append>
void Words::Fill(const Text& text, const Append& append, std::string& said) {
  const std::string_view words = text.words;
  std::size_t from = 0;
  for (const Text::Place& place : text.places) {
    said.append(words.data() + from, place.open - from);
    append(words.substr(place.open + 1, place.close - place.open - 1), said);
    from = place.close + 1;
  }
  said.append(words.data() + from, words.size() - from);
}

template <typename Append>
void Words::SayWith(const OwnName& key, const Append& append, std::string& said) const {
  const Text* text = catalogue_->FindText(language_, key);
  if (text == nullptr) return SayUnknown(key.text(), said);
  Fill(*text, append, said);
}

// Names of the places in a text, sorted, each once.
std::vector<std::string> PlacesOf(std::string_view text);

}  // namespace wervelwijzer::cards
