#if defined(__SSE2__)
#include <emmintrin.h>
#endif

#include <algorithm>
#include <bit>
#include <cassert>
#include <charconv>
#include <cmath>
#include <cstdint>
#include <cstring>
#include <memory>
#include <vector>

#include "base/json.h"
#include "base/short_text.h"
#include "base/utf8.h"

namespace wervelwijzer {
namespace {

constexpr char kHexDigits[] = "0123456789abcdef";
constexpr std::string_view kReplacement = "\xEF\xBF\xBD";  // U+FFFD
constexpr double kExactIntegers = 9007199254740992.0;      // 2^53: below it whole numbers are exact

// So many bytes are copied at once, past the end of what is wanted.
constexpr std::size_t kBlock = 16;

// Plain is a byte that stands in a JSON string as it is: no quote, backslash or control, ASCII.
#if defined(__SSE2__)

// Copies a block; which of its bytes are not plain.
unsigned CopyBlock(__m128i block, char* out) {
  _mm_storeu_si128(reinterpret_cast<__m128i*>(out), block);
  const auto equal = [block](char byte) { return _mm_cmpeq_epi8(block, _mm_set1_epi8(byte)); };
  // Bytes above 0x7F are negative here.
  const __m128i low = _mm_cmplt_epi8(block, _mm_set1_epi8(0x20));
  const __m128i special =
      _mm_or_si128(_mm_or_si128(low, equal(0x7F)), _mm_or_si128(equal('"'), equal('\\')));
  return static_cast<unsigned>(_mm_movemask_epi8(special));
}

// A block that is not full, zero behind its last byte.
__m128i LoadEnd(const char* text, std::size_t size) {
  if (size <= 8) return _mm_cvtsi64_si128(static_cast<std::int64_t>(LoadShort(text, size)));
  const std::uint64_t low = LoadShort(text, 8);
  const std::uint64_t high = LoadShort(text + 8, size - 8);
  return _mm_set_epi64x(static_cast<std::int64_t>(high), static_cast<std::int64_t>(low));
}

// Copies the plain bytes at the beginning of the text and tells how many there are; what it writes
// behind them, at most a block, means nothing.
std::size_t CopyPlain(std::string_view text, char* out) {
  std::size_t done = 0;
  for (; text.size() - done >= kBlock; done += kBlock) {
    const auto* const from = reinterpret_cast<const __m128i*>(text.data() + done);
    const unsigned special = CopyBlock(_mm_loadu_si128(from), out + done);
    if (special != 0) return done + static_cast<std::size_t>(std::countr_zero(special));
  }
  // The zero behind the last byte ends it.
  const unsigned special = CopyBlock(LoadEnd(text.data() + done, text.size() - done), out + done);
  return done + static_cast<std::size_t>(std::countr_zero(special));
}

#else

std::size_t CopyPlain(std::string_view text, char* out) {
  const auto* const end = std::ranges::find_if(text, [](unsigned char byte) {
    return byte < 0x20 || byte >= 0x7F || byte == '"' || byte == '\\';
  });
  std::copy(text.begin(), end, out);
  return static_cast<std::size_t>(end - text.begin());
}

#endif

// A text that grows. What is not written yet is not set to anything either.
class Buffer {
 public:
  bool empty() const { return size_ == 0; }
  void Reserve(std::size_t more) {
    if (room_ - size_ < more) [[unlikely]]
      Grow(more);
  }
  void Push(char byte) {
    Reserve(1);
    bytes_[size_++] = byte;
  }
  void Append(std::string_view text) {
    if (text.empty()) return;
    Reserve(text.size());
    std::memcpy(bytes_.get() + size_, text.data(), text.size());
    size_ += text.size();
  }
  // Where `more` bytes can be written; what was is told by Written.
  char* Room(std::size_t more) {
    Reserve(more);
    return bytes_.get() + size_;
  }
  void Written(const char* end) { size_ = static_cast<std::size_t>(end - bytes_.get()); }
  std::string_view text() const { return {bytes_.get(), size_}; }

 private:
  [[gnu::noinline]] void Grow(std::size_t more) {
    room_ = std::max({std::size_t{1024}, 2 * size_, size_ + more});
    auto larger = std::make_unique_for_overwrite<char[]>(room_);
    if (size_ != 0) std::memcpy(larger.get(), bytes_.get(), size_);
    bytes_ = std::move(larger);
  }

  std::unique_ptr<char[]> bytes_;
  std::size_t size_ = 0;
  std::size_t room_ = 0;
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

// One character that is not plain.
std::size_t AppendSpecial(Buffer& out, std::string_view text) {
  const auto byte = static_cast<unsigned char>(text.front());
  if (byte < 0x80) {
    AppendControl(out, byte);
    return 1;
  }
  const std::size_t length = Utf8Length(text);
  out.Append(length == 0 ? kReplacement : text.substr(0, length));
  return length == 0 ? 1 : length;
}

// What is left of a text from its first byte that is not plain.
[[gnu::noinline]] void AppendRest(Buffer& out, std::string_view text) {
  while (!text.empty()) {
    text.remove_prefix(AppendSpecial(out, text));
    char* const to = out.Room(text.size() + kBlock);
    const std::size_t plain = CopyPlain(text, to);
    out.Written(to + plain);
    text.remove_prefix(plain);
  }
}

void AppendQuoted(Buffer& out, std::string_view text) {
  char* to = out.Room(text.size() + kBlock + 2);
  *to++ = '"';
  const std::size_t plain = CopyPlain(text, to);
  to += plain;
  if (plain == text.size()) [[likely]] {
    *to++ = '"';
    return out.Written(to);
  }
  out.Written(to);
  AppendRest(out, text.substr(plain));
  out.Push('"');
}

}  // namespace

struct JsonWriter::Impl {
  enum class Level : char { kEmptyObject, kObject, kEmptyArray, kArray };
  static constexpr std::size_t kUsualDepth = 16;

  Impl() { levels.reserve(kUsualDepth); }

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

JsonWriter& JsonWriter::Key(const JsonName& name) {
  Impl& impl = *impl_;
  assert(!impl.levels.empty() && impl.levels.back() <= Impl::Level::kObject);
  assert(!impl.after_key && "two keys in a row");
  impl.after_key = true;
  const bool is_first = impl.levels.back() == Impl::Level::kEmptyObject;
  impl.levels.back() = Impl::Level::kObject;
  const std::string_view text = name.text();
  char* to = impl.text.Room(text.size() + 4);
  if (!is_first) *to++ = ',';
  if (name.is_plain()) {
    *to++ = '"';
    to = std::copy(text.begin(), text.end(), to);
    *to++ = '"';
    *to++ = ':';
    impl.text.Written(to);
  } else {
    impl.text.Written(to);
    AppendQuoted(impl.text, text);
    impl.text.Push(':');
  }
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
      return Raw(value.number_text());
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

JsonWriter& JsonWriter::Member(const JsonName& name, std::string_view value) {
  return Key(name).String(value);
}

JsonWriter& JsonWriter::Member(const JsonName& name, const char* value) {
  return Key(name).String(value);
}

JsonWriter& JsonWriter::MemberIfAny(const JsonName& name, std::string_view value) {
  return value.empty() ? *this : Member(name, value);
}

std::string_view JsonWriter::text() const { return impl_->text.text(); }

std::string JsonWriter::Take() && { return std::string(impl_->text.text()); }

}  // namespace wervelwijzer
