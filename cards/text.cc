#include "cards/text.h"

#include <algorithm>
#include <bit>
#include <filesystem>
#include <fstream>
#include <functional>
#include <map>
#include <set>
#include <system_error>

#include "base/short_text.h"

namespace wervelwijzer::cards {
namespace {

bool IsKeyLine(std::string_view line) {
  if (line.size() < 3 || line.front() != '[' || line.back() != ']') return false;
  return line.substr(1, line.size() - 2)
             .find_first_not_of(
                 "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.-") ==
         std::string_view::npos;
}

void TrimBlankLines(std::string& text) {
  while (!text.empty() && (text.back() == '\n' || text.back() == ' ')) text.pop_back();
  text.erase(0, text.find_first_not_of('\n'));
}

Status ReadFile(const std::filesystem::path& path,
                std::map<std::string, std::string, std::less<>>& texts) {
  std::ifstream file(path);
  if (!file) return Error{ErrorKind::kNotFound, "cannot read the texts", path.string()};
  std::string line;
  std::string* text = nullptr;
  for (int number = 1; std::getline(file, line); ++number) {
    if (line.starts_with("//")) continue;
    if (IsKeyLine(line)) {
      auto [entry, is_new] = texts.try_emplace(line.substr(1, line.size() - 2));
      if (!is_new) {
        return InvalidInput("text `" + entry->first + "` is given twice",
                            path.filename().string() + ":" + std::to_string(number));
      }
      text = &entry->second;
    } else if (text != nullptr) {
      *text += line + '\n';
    }
  }
  return {};
}

Status ReadLanguage(const std::filesystem::path& directory,
                    std::map<std::string, std::string, std::less<>>& texts) {
  std::error_code error;
  std::set<std::filesystem::path> files;  // sorted, so that errors are stable
  for (const auto& entry : std::filesystem::directory_iterator(directory, error)) {
    if (entry.path().extension() == ".txt") files.insert(entry.path());
  }
  if (error || files.empty()) {
    return Error{ErrorKind::kNotFound, "no texts here", directory.string()};
  }
  for (const auto& path : files) {
    if (Status status = ReadFile(path, texts); !status.ok()) return status;
  }
  for (auto& [key, text] : texts) {
    TrimBlankLines(text);
    if (text.empty()) return InvalidInput("text `" + key + "` is empty", directory.string());
  }
  return {};
}

std::vector<Text::Place> FindPlaces(std::string_view text) {
  std::vector<Text::Place> places;
  for (std::size_t open = text.find('{'); open != std::string_view::npos;) {
    const std::size_t close = text.find('}', open);
    if (close == std::string_view::npos) break;
    places.push_back({open, close});
    open = text.find('{', close + 1);
  }
  return places;
}

}  // namespace

std::vector<std::string> PlacesOf(std::string_view text) {
  std::set<std::string> names;
  for (const Text::Place& place : FindPlaces(text)) {
    names.emplace(text.substr(place.open + 1, place.close - place.open - 1));
  }
  return {names.begin(), names.end()};
}

std::vector<TextValue> ViewsOf(std::span<const KeptValue> values) {
  std::vector<TextValue> views;
  views.reserve(values.size());
  for (const auto& [place, text] : values) views.push_back({place, text});
  return views;
}

Result<TextCatalogue> TextCatalogue::Load(const std::string& directory) {
  std::map<std::string, std::string, std::less<>> dutch, english;
  const std::filesystem::path root(directory);
  if (Status status = ReadLanguage(root / "nl", dutch); !status.ok()) return status.error();
  if (Status status = ReadLanguage(root / "en", english); !status.ok()) return status.error();
  for (const auto& [key, text] : english) {
    if (!dutch.contains(key)) return InvalidInput("text `" + key + "` lacks in Dutch", directory);
  }
  for (const auto& [key, text] : dutch) {
    const auto twin = english.find(key);
    if (twin == english.end()) {
      return InvalidInput("text `" + key + "` lacks in English", directory);
    }
    if (!key.starts_with("moment") && PlacesOf(text) != PlacesOf(twin->second)) {
      return InvalidInput("text `" + key + "` has other places in English", directory);
    }
  }
  TextCatalogue catalogue;
  const auto take = [&catalogue](Language language, const auto& texts) {
    std::vector<Text> found;
    for (const auto& [key, words] : texts) found.push_back({key, words, FindPlaces(words)});
    catalogue.languages_[static_cast<int>(language)].Fill(std::move(found));
  };
  take(Language::kDutch, dutch);
  take(Language::kEnglish, english);
  return catalogue;
}

void TextCatalogue::Texts::Fill(std::vector<Text> texts) {
  texts_ = std::move(texts);
  places_.assign(std::bit_ceil(2 * texts_.size() + 1), kNobody);
  for (std::size_t i = 0; i < texts_.size(); ++i) {
    places_[PlaceOf(texts_[i].key)] = static_cast<std::uint32_t>(i);
  }
}

std::size_t TextCatalogue::Texts::PlaceOf(const OwnName& key) const {
  const std::size_t wrap = places_.size() - 1;
  std::size_t place = key.hash() & wrap;
  while (places_[place] != kNobody && !IsSameText(texts_[places_[place]].key, key.text())) {
    place = (place + 1) & wrap;
  }
  return place;
}

const Text* TextCatalogue::Texts::Find(const OwnName& key) const {
  if (places_.empty()) return nullptr;
  const std::uint32_t found = places_[PlaceOf(key)];
  return found == kNobody ? nullptr : &texts_[found];
}

const Text* TextCatalogue::FindText(Language language, const OwnName& key) const {
  return languages_[static_cast<std::size_t>(language)].Find(key);
}

const std::string* TextCatalogue::Find(Language language, const OwnName& key) const {
  const Text* text = FindText(language, key);
  return text == nullptr ? nullptr : &text->words;
}

std::vector<std::string_view> TextCatalogue::Keys() const {
  std::vector<std::string_view> keys;
  for (const Text& text : languages_[0].all()) keys.push_back(text.key);
  std::ranges::sort(keys);
  return keys;
}

std::string Words::Say(const OwnName& key, std::initializer_list<TextValue> values) const {
  return Say(key, std::span<const TextValue>(values.begin(), values.size()));
}

std::string Words::Say(const OwnName& key, std::span<const TextValue> values) const {
  std::string said;
  const Text* text = catalogue_->FindText(language_, key);
  if (text == nullptr) {
    SayUnknown(key.text(), said);
  } else if (text->places.empty()) {
    said = text->words;
  } else {
    std::size_t size = text->words.size();
    for (const TextValue& one : values) size += one.text.size();
    said.reserve(size);
    SayText(*text, values, said);
  }
  return said;
}

void Words::Say(const OwnName& key, std::initializer_list<TextValue> values,
                std::string& said) const {
  Say(key, std::span<const TextValue>(values.begin(), values.size()), said);
}

void Words::Say(const OwnName& key, std::span<const TextValue> values, std::string& said) const {
  const Text* text = catalogue_->FindText(language_, key);
  if (text == nullptr) return SayUnknown(key.text(), said);
  SayText(*text, values, said);
}

void Words::SayText(const Text& text, std::span<const TextValue> values, std::string& said) {
  const auto append = [values](std::string_view place, std::string& out) {
    for (const TextValue& one : values) {
      if (!IsSameText(one.place, place)) continue;
      out.append(one.text.data(), one.text.size());
      return;
    }
  };
  Fill(text, append, said);
}

void Words::SayUnknown(std::string_view key, std::string& said) {
  said.append("⟦").append(key).append("⟧");
}

}  // namespace wervelwijzer::cards
