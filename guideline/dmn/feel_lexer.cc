#include "guideline/dmn/feel_lexer.h"

#include <algorithm>
#include <array>

namespace wervelwijzer::dmn {
namespace {

// Names that FEEL itself brings and that are more than one word.
constexpr std::array<std::string_view, 37> kBuiltInNames = {"date and time",
                                                            "years and months duration",
                                                            "days and time duration",
                                                            "string length",
                                                            "substring before",
                                                            "substring after",
                                                            "upper case",
                                                            "lower case",
                                                            "string join",
                                                            "list contains",
                                                            "list replace",
                                                            "insert before",
                                                            "index of",
                                                            "distinct values",
                                                            "get value",
                                                            "get entries",
                                                            "context put",
                                                            "context merge",
                                                            "day of year",
                                                            "day of week",
                                                            "month of year",
                                                            "week of year",
                                                            "round up",
                                                            "round down",
                                                            "round half up",
                                                            "round half down",
                                                            "met by",
                                                            "overlaps before",
                                                            "overlaps after",
                                                            "overlapped by",
                                                            "finished by",
                                                            "started by",
                                                            "time offset",
                                                            "start included",
                                                            "end included",
                                                            "starts with",
                                                            "ends with"};

bool IsSpace(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; }
bool IsDigit(char c) { return c >= '0' && c <= '9'; }
// Everything beyond ASCII counts as a letter.
bool IsWordStart(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || c == '?' ||
         static_cast<unsigned char>(c) >= 0x80;
}
bool IsWordPart(char c) { return IsWordStart(c) || IsDigit(c); }

// The length of the text that matches `name`, in which a space stands for any white space; 0 when
// it does not match.
std::size_t MatchName(std::string_view text, std::string_view name) {
  std::size_t at = 0;
  for (char c : name) {
    if (at == text.size()) return 0;
    if (c == ' ') {
      if (!IsSpace(text[at])) return 0;
      while (at < text.size() && IsSpace(text[at])) ++at;
    } else if (text[at++] != c) {
      return 0;
    }
  }
  const bool cut_word = at < text.size() && IsWordPart(text[at]) && IsWordPart(text[at - 1]);
  return cut_word ? 0 : at;
}

// White space at the ends dropped, runs inside made one space.
std::string Normalised(std::string_view name) {
  std::string out;
  for (char c : name) {
    if (!IsSpace(c)) {
      out += c;
    } else if (!out.empty() && out.back() != ' ') {
      out += ' ';
    }
  }
  if (!out.empty() && out.back() == ' ') out.pop_back();
  return out;
}

void AppendUtf8(std::uint32_t code, std::string& out) {
  if (code < 0x80) {
    out += static_cast<char>(code);
  } else if (code < 0x800) {
    out += static_cast<char>(0xC0 | (code >> 6));
    out += static_cast<char>(0x80 | (code & 0x3F));
  } else if (code < 0x10000) {
    out += static_cast<char>(0xE0 | (code >> 12));
    out += static_cast<char>(0x80 | ((code >> 6) & 0x3F));
    out += static_cast<char>(0x80 | (code & 0x3F));
  } else {
    out += static_cast<char>(0xF0 | (code >> 18));
    out += static_cast<char>(0x80 | ((code >> 12) & 0x3F));
    out += static_cast<char>(0x80 | ((code >> 6) & 0x3F));
    out += static_cast<char>(0x80 | (code & 0x3F));
  }
}

// `count` hexadecimal digits at `at`.
std::optional<std::uint32_t> Hex(std::string_view text, std::size_t at, std::size_t count) {
  if (at + count > text.size()) return std::nullopt;
  std::uint32_t value = 0;
  for (char c : text.substr(at, count)) {
    const bool upper = c >= 'A' && c <= 'F', lower = c >= 'a' && c <= 'f';
    if (!IsDigit(c) && !upper && !lower) return std::nullopt;
    const int digit = IsDigit(c) ? c - '0' : upper ? c - 'A' + 10 : c - 'a' + 10;
    value = value * 16 + static_cast<std::uint32_t>(digit);
  }
  return value;
}

// What stands behind a backslash; `at` is moved behind it. A mark that means nothing stays as it
// is.
void AppendEscape(std::string_view text, std::size_t& at, std::string& out) {
  const char mark = text[at++];
  switch (mark) {
    case 'n':
      out += '\n';
      return;
    case 't':
      out += '\t';
      return;
    case 'r':
      out += '\r';
      return;
    case '"':
    case '\\':
    case '\'':
      out += mark;
      return;
    default:
      break;
  }
  const std::size_t digits = mark == 'u' ? 4 : 6;
  std::optional<std::uint32_t> code =
      mark == 'u' || mark == 'U' ? Hex(text, at, digits) : std::nullopt;
  if (!code || *code > 0x10FFFF) {
    out += '\\';
    out += mark;
    return;
  }
  at += digits;
  // A pair of surrogates is one character.
  if (*code >= 0xD800 && *code < 0xDC00 && text.substr(at, 2) == "\\u") {
    const std::optional<std::uint32_t> low = Hex(text, at + 2, 4);
    if (low && *low >= 0xDC00 && *low < 0xE000) {
      code = 0x10000 + ((*code - 0xD800) << 10) + (*low - 0xDC00);
      at += 6;
    }
  }
  AppendUtf8(*code, out);
}

}  // namespace

bool IsPlainWord(std::string_view name) {
  return !name.empty() && IsWordStart(name[0]) &&
         std::ranges::all_of(name, [](char c) { return IsWordPart(c); });
}

FeelLexer::FeelLexer(std::string_view text, const FeelNames& names) : text_(text) {
  for (std::string_view name : kBuiltInNames) special_.emplace_back(name);
  for (const std::string& name : names.scope) AddName(name);
  for (const std::string& name : names.members) {
    if (!name.empty() && !IsPlainWord(name)) members_.push_back(Normalised(name));
  }
  if (names.members_are_names) EnterFilter();
}

void FeelLexer::AddName(const std::string& name) {
  if (!name.empty() && !IsPlainWord(name)) special_.push_back(Normalised(name));
}

void FeelLexer::SkipComment() {
  const bool to_line_end = text_[position_ + 1] == '/';
  const std::string_view end = to_line_end ? "\n" : "*/";
  const std::size_t found = text_.find(end, position_ + 2);
  position_ = found == std::string_view::npos ? text_.size() : found + end.size();
}

void FeelLexer::SkipSpace() {
  while (position_ < text_.size()) {
    const std::string_view next = text_.substr(position_, 2);
    if (IsSpace(next[0])) {
      ++position_;
    } else if (next == "//" || next == "/*") {
      SkipComment();
    } else if (next == "\xC2\xA0") {
      position_ += 2;  // a no-break space
    } else {
      return;
    }
  }
}

bool FeelLexer::AtEnd() {
  SkipSpace();
  return position_ == text_.size();
}

char FeelLexer::Peek() { return AtEnd() ? '\0' : text_[position_]; }

bool FeelLexer::PeekSymbol(std::string_view symbol) {
  SkipSpace();
  if (text_.substr(position_, symbol.size()) != symbol) return false;
  const std::size_t behind = position_ + symbol.size();
  const char next = behind < text_.size() ? text_[behind] : '\0';
  if (symbol == "<" || symbol == ">") return next != '=';
  if (symbol == "*" || symbol == ".") return next != symbol[0];
  return true;
}

bool FeelLexer::TakeSymbol(std::string_view symbol) {
  if (!PeekSymbol(symbol)) return false;
  position_ += symbol.size();
  return true;
}

std::size_t FeelLexer::WordLength(std::size_t at) const {
  if (at >= text_.size() || !IsWordStart(text_[at])) return 0;
  std::size_t end = at;
  while (end < text_.size() && IsWordPart(text_[end])) ++end;
  return end - at;
}

std::size_t FeelLexer::LongestName(NameUse use, std::string* name) const {
  std::size_t longest = 0;
  const auto look = [&](const std::vector<std::string>& names) {
    for (const std::string& candidate : names) {
      const std::size_t length = MatchName(text_.substr(position_), candidate);
      if (length <= longest) continue;
      longest = length;
      if (name != nullptr) *name = candidate;
    }
  };
  look(special_);
  if (use == NameUse::kMember || filters_ > 0) look(members_);
  return longest;
}

bool FeelLexer::PeekKeyword(std::string_view word) {
  SkipSpace();
  return WordLength(position_) == word.size() && text_.substr(position_, word.size()) == word &&
         LongestName(NameUse::kVariable, nullptr) <= word.size();
}

bool FeelLexer::TakeKeyword(std::string_view word) {
  if (!PeekKeyword(word)) return false;
  position_ += word.size();
  return true;
}

std::string_view FeelLexer::TakeNumber() {
  SkipSpace();
  std::size_t end = position_;
  const auto digits = [&] {
    const std::size_t start = end;
    while (end < text_.size() && IsDigit(text_[end])) ++end;
    return end != start;
  };
  const bool whole = digits();
  // `1..5` is a range: a point belongs to the number only before a digit.
  if (end + 1 < text_.size() && text_[end] == '.' && IsDigit(text_[end + 1])) {
    ++end;
    digits();
  } else if (!whole) {
    return {};
  }
  const std::size_t mantissa = end;
  if (end < text_.size() && (text_[end] == 'e' || text_[end] == 'E')) {
    ++end;
    if (end < text_.size() && (text_[end] == '+' || text_[end] == '-')) ++end;
    if (!digits()) end = mantissa;
  }
  const std::string_view number = text_.substr(position_, end - position_);
  position_ = end;
  return number;
}

std::optional<std::string> FeelLexer::TakeString() {
  if (Peek() != '"') return std::nullopt;
  std::string out;
  std::size_t at = position_ + 1;
  while (at < text_.size() && text_[at] != '"') {
    if (text_[at] == '\\' && at + 1 < text_.size()) {
      AppendEscape(text_, ++at, out);
    } else {
      out += text_[at++];
    }
  }
  if (at >= text_.size()) return std::nullopt;
  position_ = at + 1;
  return out;
}

std::string FeelLexer::TakeName(NameUse use) {
  SkipSpace();
  std::string name;
  const std::size_t word = WordLength(position_);
  const std::size_t longest = LongestName(use, &name);
  if (longest > word) {
    position_ += longest;
    return name;
  }
  name = text_.substr(position_, word);
  position_ += word;
  return name;
}

std::string FeelLexer::TakeNewName(std::string_view end) {
  SkipSpace();
  const bool is_word = IsWordStart(end[0]);
  for (std::size_t at = position_; at < text_.size(); ++at) {
    const bool found =
        text_.substr(at, end.size()) == end &&
        (!is_word || (at > 0 && !IsWordPart(text_[at - 1]) && WordLength(at) == end.size()));
    if (found) {
      std::string name = Normalised(text_.substr(position_, at - position_));
      if (name.empty()) return {};
      position_ = at;
      return name;
    }
    constexpr std::string_view kNotInNames = ",:()[]{}\"@<>=!;";
    if (kNotInNames.find(text_[at]) != std::string_view::npos) return {};
  }
  return {};
}

}  // namespace wervelwijzer::dmn
