#include <cassert>
#include <charconv>
#include <cmath>
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

void AppendControl(std::string& out, unsigned char byte) {
  switch (byte) {
    case '"':
      out += "\\\"";
      return;
    case '\\':
      out += "\\\\";
      return;
    case '\n':
      out += "\\n";
      return;
    case '\r':
      out += "\\r";
      return;
    case '\t':
      out += "\\t";
      return;
    default:
      break;
  }
  out += "\\u00";
  out += kHexDigits[byte >> 4];
  out += kHexDigits[byte & 15];
}

void AppendQuoted(std::string& out, std::string_view text) {
  out += '"';
  std::size_t at = 0;
  while (at < text.size()) {
    std::size_t end = at;
    while (end < text.size() && NeedsNoEscape(static_cast<unsigned char>(text[end]))) ++end;
    out.append(text, at, end - at);
    at = end;
    if (at == text.size()) break;
    const auto byte = static_cast<unsigned char>(text[at]);
    if (byte < 0x80) {
      AppendControl(out, byte);
      ++at;
      continue;
    }
    const std::size_t length = Utf8Length(text.substr(at));
    if (length == 0) {
      out += "\xEF\xBF\xBD";  // U+FFFD, the replacement character
      ++at;
    } else {
      out.append(text, at, length);
      at += length;
    }
  }
  out += '"';
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
    if (level == Level::kArray) text += ',';
    if (level == Level::kEmptyArray) level = Level::kArray;
    assert((level == Level::kArray || after_key) && "a value in an object needs a key");
    after_key = false;
  }
  void Open(Level level, char bracket) {
    BeforeValue();
    levels.push_back(level);
    text += bracket;
  }
  void Close(char bracket) {
    assert(!levels.empty() && !after_key && "End closes nothing");
    if (!levels.empty()) levels.pop_back();
    text += bracket;
  }

  std::string text;
  std::vector<Level> levels;
  bool after_key = false;
};

JsonWriter::JsonWriter() : impl_(std::make_unique<Impl>()) {}
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
  if (impl_->levels.back() == Impl::Level::kObject) impl_->text += ',';
  impl_->levels.back() = Impl::Level::kObject;
  AppendQuoted(impl_->text, name);
  impl_->text += ':';
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
  impl_->text += json;
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

const std::string& JsonWriter::text() const { return impl_->text; }

std::string JsonWriter::Take() && { return std::move(impl_->text); }

}  // namespace wervelwijzer
