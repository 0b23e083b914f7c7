#include <algorithm>
#include <cassert>
#include <charconv>
#include <cmath>
#include <cstdint>
#include <cstring>
#include <vector>

#include "base/json.h"
#include "base/utf8.h"

namespace wervelwijzer {
namespace {

constexpr char kHexDigits[] = "0123456789abcdef";
constexpr double kExactIntegers = 9007199254740992.0;  // 2^53: below it whole numbers are exact

bool NeedsNoEscape(unsigned char byte) {
  return byte >= 0x20 && byte < 0x7F && byte != '"' && byte != '\\';
}

// How many bytes at the start of the text need no escape: eight at a time, because most of an
// answer is plain text. The first word that may hold one that does is looked at byte by byte.
std::size_t CountPlain(std::string_view text) {
  constexpr std::uint64_t kOnes = 0x0101010101010101u;
  constexpr std::uint64_t kHighs = 0x8080808080808080u;
  const auto has_zero = [](std::uint64_t word) { return (word - kOnes) & ~word & kHighs; };
  std::size_t at = 0;
  for (; at + 8 <= text.size(); at += 8) {
    std::uint64_t word = 0;
    std::memcpy(&word, text.data() + at, 8);
    const std::uint64_t control = (word - kOnes * 0x20) & ~word & kHighs;
    const std::uint64_t special = has_zero(word ^ kOnes * '"') | has_zero(word ^ kOnes * '\\') |
                                  has_zero(word ^ kOnes * 0x7F);
    if (((word & kHighs) | control | special) != 0) break;
  }
  while (at < text.size() && NeedsNoEscape(static_cast<unsigned char>(text[at]))) ++at;
  return at;
}

// A text that grows. Its end is kept beside it, so that one more byte is one store.
class Buffer {
 public:
  bool empty() const { return size_ == 0; }
  void Reserve(std::size_t more) {
    if (bytes_.size() - size_ >= more) return;
    bytes_.resize(std::max({std::size_t{256}, bytes_.capacity(), 2 * size_, size_ + more}));
  }
  void Push(char byte) {
    Reserve(1);
    bytes_[size_++] = byte;
  }
  void Append(std::string_view text) {
    if (text.empty()) return;
    Reserve(text.size());
    std::memcpy(bytes_.data() + size_, text.data(), text.size());
    size_ += text.size();
  }
  // What was written, without the room behind it.
  std::string& Text() {
    bytes_.resize(size_);
    return bytes_;
  }

 private:
  std::string bytes_;
  std::size_t size_ = 0;
};

void AppendControl(Buffer& out, unsigned char byte) {
  switch (byte) {
    case '"':
      return out.Append("\\\"");
    case '\\':
      return out.Append("\\\\");
    case '\n':
      return out.Append("\\n");
    case '\r':
      return out.Append("\\r");
    case '\t':
      return out.Append("\\t");
    default:
      break;
  }
  out.Append("\\u00");
  out.Push(kHexDigits[byte >> 4]);
  out.Push(kHexDigits[byte & 15]);
}

void AppendQuoted(Buffer& out, std::string_view text) {
  out.Reserve(text.size() + 2);
  out.Push('"');
  while (!text.empty()) {
    const std::size_t plain = CountPlain(text);
    out.Append(text.substr(0, plain));
    text.remove_prefix(plain);
    if (text.empty()) break;
    const auto byte = static_cast<unsigned char>(text.front());
    std::size_t length = 1;
    if (byte < 0x80) {
      AppendControl(out, byte);
    } else if (length = Utf8Length(text); length != 0) {
      out.Append(text.substr(0, length));
    } else {
      out.Append("\xEF\xBF\xBD");  // U+FFFD, the replacement character
      length = 1;
    }
    text.remove_prefix(length);
  }
  out.Push('"');
}

}  // namespace

struct JsonWriter::Impl {
  enum class Level : char { kEmptyObject, kObject, kEmptyArray, kArray };

  // Comma and nesting; every value passes here first.
  void BeforeValue() {
    if (levels.empty()) {
      assert(text.empty() && "a json text is one value");
      return;
    }
    Level& level = levels.back();
    if (level == Level::kArray) text.Push(',');
    if (level == Level::kEmptyArray) level = Level::kArray;
    assert((level == Level::kArray || after_key) && "a value in an object needs a key");
    after_key = false;
  }
  void Open(Level level, char bracket) {
    BeforeValue();
    levels.push_back(level);
    text.Push(bracket);
  }
  void Close(char bracket) {
    assert(!levels.empty() && !after_key && "End closes nothing");
    if (!levels.empty()) levels.pop_back();
    text.Push(bracket);
  }

  Buffer text;
  std::vector<Level> levels;
  bool after_key = false;
};

JsonWriter::JsonWriter() : impl_(std::make_unique<Impl>()) {}
JsonWriter::JsonWriter(std::size_t expected_bytes) : JsonWriter() {
  impl_->text.Reserve(expected_bytes);
}
JsonWriter::~JsonWriter() = default;

JsonWriter& JsonWriter::BeginObject() {
  impl_->Open(Impl::Level::kEmptyObject, '{');
  return *this;
}

JsonWriter& JsonWriter::EndObject() {
  assert(!impl_->levels.empty() && impl_->levels.back() <= Impl::Level::kObject);
  impl_->Close('}');
  return *this;
}

JsonWriter& JsonWriter::BeginArray() {
  impl_->Open(Impl::Level::kEmptyArray, '[');
  return *this;
}

JsonWriter& JsonWriter::EndArray() {
  assert(!impl_->levels.empty() && impl_->levels.back() >= Impl::Level::kEmptyArray);
  impl_->Close(']');
  return *this;
}

JsonWriter& JsonWriter::Key(std::string_view name) {
  assert(!impl_->levels.empty() && impl_->levels.back() <= Impl::Level::kObject);
  assert(!impl_->after_key && "two keys in a row");
  if (impl_->levels.back() == Impl::Level::kObject) impl_->text.Push(',');
  impl_->levels.back() = Impl::Level::kObject;
  AppendQuoted(impl_->text, name);
  impl_->text.Push(':');
  impl_->after_key = true;
  return *this;
}

JsonWriter& JsonWriter::String(std::string_view value) {
  impl_->BeforeValue();
  AppendQuoted(impl_->text, value);
  return *this;
}

JsonWriter& JsonWriter::Boolean(bool value) { return Raw(value ? "true" : "false"); }

JsonWriter& JsonWriter::Integer(std::int64_t value) {
  char digits[24];
  const auto end = std::to_chars(digits, digits + sizeof digits, value).ptr;
  return Raw({digits, static_cast<std::size_t>(end - digits)});
}

JsonWriter& JsonWriter::Number(double value) {
  if (!std::isfinite(value)) return Raw("null");  // JSON has no other word for it
  if (value == std::trunc(value) && std::fabs(value) < kExactIntegers &&
      !(value == 0 && std::signbit(value))) {
    return Integer(static_cast<std::int64_t>(value));
  }
  char digits[32];
  const auto end = std::to_chars(digits, digits + sizeof digits, value).ptr;
  return Raw({digits, static_cast<std::size_t>(end - digits)});
}

// Recursion is bounded by the depth limit of the parsed text.
JsonWriter& JsonWriter::Value(JsonValue value) {
  switch (value.type()) {
    case JsonValue::Type::kMissing:
      return *this;
    case JsonValue::Type::kNull:
      return Raw("null");
    case JsonValue::Type::kBoolean:
      return Boolean(*value.boolean());
    case JsonValue::Type::kString:
      return String(*value.string());
    case JsonValue::Type::kNumber:
      return value.integer() ? Integer(*value.integer()) : Number(*value.number());
    case JsonValue::Type::kArray:
      BeginArray();
      for (const JsonValue element : value.elements()) Value(element);
      return EndArray();
    case JsonValue::Type::kObject:
      BeginObject();
      for (const auto [name, member] : value.members()) Key(name).Value(member);
      return EndObject();
  }
  return *this;
}

JsonWriter& JsonWriter::Raw(std::string_view json) {
  impl_->BeforeValue();
  impl_->text.Append(json);
  return *this;
}

JsonWriter& JsonWriter::Member(std::string_view name, std::string_view value) {
  return Key(name).String(value);
}

JsonWriter& JsonWriter::Member(std::string_view name, const char* value) {
  return Key(name).String(value);
}

JsonWriter& JsonWriter::MemberIfAny(std::string_view name, std::string_view value) {
  return value.empty() ? *this : Member(name, value);
}

const std::string& JsonWriter::text() const { return impl_->text.Text(); }

std::string JsonWriter::Take() && { return std::move(impl_->text.Text()); }

}  // namespace wervelwijzer
