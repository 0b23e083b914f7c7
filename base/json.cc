#include "base/json.h"

#include <rapidjson/error/en.h>
#include <rapidjson/reader.h>

#include <algorithm>
#include <bit>
#include <charconv>
#include <cmath>
#include <utility>
#include <vector>

#include "base/json_mend.h"
#include "base/json_tree.h"
#include "base/short_text.h"
#include "base/utf8.h"

#if defined(__SSE2__)
#include <emmintrin.h>
#endif

namespace wervelwijzer {
namespace {

// Numbers pass as text: RapidJSON 1.1 reads beyond its table for some (1.7777777777777777777e-330)
// and overflows for others; most are never asked for.
constexpr unsigned kParseFlags =
    rapidjson::kParseInsituFlag | rapidjson::kParseNumbersAsStringsFlag;

// The quote, backslash or control at which the plain part of a string ends. Looks at blocks from
// where it is, for texts in situ are padded.
char* EndOfPlain(char* at) {
#if defined(__SSE2__)
  for (;; at += 16) {
    const __m128i block = _mm_loadu_si128(reinterpret_cast<const __m128i*>(at));
    const __m128i quote = _mm_cmpeq_epi8(block, _mm_set1_epi8('"'));
    const __m128i backslash = _mm_cmpeq_epi8(block, _mm_set1_epi8('\\'));
    const __m128i below = _mm_set1_epi8(0x1F);
    const __m128i control = _mm_cmpeq_epi8(_mm_max_epu8(block, below), below);
    const __m128i end = _mm_or_si128(_mm_or_si128(quote, backslash), control);
    if (const auto mask = static_cast<unsigned>(_mm_movemask_epi8(end)); mask != 0) {
      return at + std::countr_zero(mask);
    }
  }
#else
  while (*at != '"' && *at != '\\' && static_cast<unsigned char>(*at) > 0x1F) ++at;
  return at;
#endif
}

// A text that the parser reads and overwrites (the Stream concept of RapidJSON). Nearly every
// string of a record is plain, up to the next quote: where the parser begins to write one, its
// plain part is passed at once.
class TextStream {
 public:
  using Ch = char;

  explicit TextStream(char* text) : head_(text), source_(text), target_(text) {}

  char Peek() const { return *source_; }
  char Take() { return *source_++; }
  std::size_t Tell() const { return static_cast<std::size_t>(source_ - head_); }

  char* PutBegin() {
    char* const begin = source_;
    // It begins behind a number, too.
    const bool is_string = begin != head_ && begin[-1] == '"';
    target_ = source_ = is_string ? EndOfPlain(begin) : begin;
    return begin;
  }
  void Put(char c) { *target_++ = c; }
  std::size_t PutEnd(const char* begin) { return static_cast<std::size_t>(target_ - begin); }
  void Flush() {}

 private:
  char* head_;
  char* source_;
  char* target_;
};

// Hands the events of the parser on to the tree.
class TreeHandler {
 public:
  TreeHandler(JsonTree& tree, const JsonMend& mend) : tree_(tree), mend_(mend) {}

  bool Null() { return tree_.Null(); }
  bool Bool(bool value) { return tree_.Boolean(value); }
  // RapidJSON hands over the end of the number or its start, as it copies the stream or not; no
  // digit follows the end.
  bool RawNumber(const char* text, rapidjson::SizeType size, bool) {
    const bool is_start = *text == '-' || (*text >= '0' && *text <= '9');
    return tree_.Number(mend_.Original({is_start ? text : text - size, size}));
  }
  // Not called with kParseNumbersAsStringsFlag.
  bool Int(int) { return false; }
  bool Uint(unsigned) { return false; }
  bool Int64(std::int64_t) { return false; }
  bool Uint64(std::uint64_t) { return false; }
  bool Double(double) { return false; }
  bool String(const char* text, rapidjson::SizeType size, bool) {
    return tree_.String({text, size});
  }
  bool Key(const char* text, rapidjson::SizeType size, bool) { return tree_.String({text, size}); }
  bool StartObject() { return tree_.Open(JsonNode::Kind::kObject); }
  bool EndObject(rapidjson::SizeType count) { return tree_.CloseObject(count); }
  bool StartArray() { return tree_.Open(JsonNode::Kind::kArray); }
  bool EndArray(rapidjson::SizeType count) { return tree_.CloseArray(count); }

 private:
  JsonTree& tree_;
  const JsonMend& mend_;
};

// The parser is recursive and each level costs it some hundred bytes of stack, so that a caller
// cannot ask for more than this many levels.
constexpr std::size_t kHardMaxDepth = 1000;
constexpr std::size_t kMaxQuotedBytes = 64;

Error AtOffset(ErrorKind kind, std::string message, std::size_t offset) {
  return {kind, std::move(message), "offset " + std::to_string(offset)};
}

Error TooLarge(const JsonLimits& limits) {
  const std::string bytes = std::to_string(limits.max_bytes);
  return {ErrorKind::kTooLarge, "json text is larger than " + bytes + " bytes", {}};
}

std::string ReasonOf(rapidjson::ParseErrorCode code) {
  std::string reason = rapidjson::GetParseError_En(code);
  if (!reason.empty()) {
    reason[0] = static_cast<char>(std::tolower(static_cast<unsigned char>(reason[0])));
    if (reason.back() == '.') reason.pop_back();
  }
  return "not json: " + reason;
}

Error WhyRefused(const JsonTree& tree, const rapidjson::Reader& reader, std::size_t max_depth) {
  const std::size_t offset = reader.GetErrorOffset();
  switch (tree.refusal()) {
    case JsonTree::Refusal::kNone:
      break;
    case JsonTree::Refusal::kTooDeep: {
      const std::string levels = std::to_string(max_depth);
      return AtOffset(ErrorKind::kTooLarge, "nested deeper than " + levels + " levels", offset);
    }
    case JsonTree::Refusal::kDuplicate: {
      const std::string name(Utf8Prefix(tree.duplicate_name(), kMaxQuotedBytes));
      return InvalidInput("member `" + name + "` occurs more than once", tree.PathOfDuplicate());
    }
  }
  return AtOffset(ErrorKind::kInvalidInput, ReasonOf(reader.GetParseErrorCode()), offset);
}

// The number that from_chars finds out of range: 0 when it is that small, nothing when it is that
// large.
std::optional<double> RoundedOutOfRange(std::string_view text) {
  const std::size_t exponent_at = std::min(text.find_first_of("eE"), text.size());
  const std::string_view digits = text.substr(0, exponent_at);
  const std::size_t first = std::min(digits.find_first_of("123456789"), digits.size());
  const std::size_t point = std::min(digits.find('.'), digits.size());
  const auto magnitude = static_cast<std::int64_t>(point) - static_cast<std::int64_t>(first);
  std::string_view exponent = text.substr(std::min(exponent_at + 1, text.size()));
  const bool is_negative = exponent.starts_with('-');
  if (is_negative || exponent.starts_with('+')) exponent.remove_prefix(1);
  std::int64_t value = 0;
  constexpr std::int64_t kBeyondAnyText = 1'000'000'000'000;
  const auto [end, error] =
      std::from_chars(exponent.data(), exponent.data() + exponent.size(), value);
  if (error == std::errc::result_out_of_range) value = kBeyondAnyText;
  return magnitude + (is_negative ? -value : value) > 0 ? std::nullopt : std::optional(0.0);
}

}  // namespace

std::optional<bool> JsonValue::boolean() const {
  if (type() != Type::kBoolean) return std::nullopt;
  return node_->kind == Kind::kTrue;
}

std::optional<double> JsonValue::number() const {
  if (!Is(Kind::kNumber)) return std::nullopt;
  const std::string_view text = node_->string();
  double value = 0;
  // The grammar was checked by the parser; what is left to fail is the range.
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error == std::errc::result_out_of_range) return RoundedOutOfRange(text);
  return error == std::errc{} ? std::optional(value) : std::nullopt;
}

std::optional<std::int64_t> JsonValue::integer() const {
  if (!Is(Kind::kNumber)) return std::nullopt;
  const std::string_view text = node_->string();
  std::int64_t whole = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), whole);
  if (error == std::errc{} && end == text.data() + text.size()) return whole;
  const std::optional<double> value = number();
  constexpr double kEnd = 9223372036854775808.0;  // 2^63
  if (!value || *value != std::trunc(*value) || *value < -kEnd || *value >= kEnd)
    return std::nullopt;
  return static_cast<std::int64_t>(*value);
}

JsonValue JsonValue::Find(std::string_view name) const {
  const JsonMember* const members = node_->object->members();
  for (const JsonMember* member = members; member != members + node_->size; ++member) {
    if (IsSameText(member->name.string(), name)) return JsonValue(&member->value);
  }
  return {};
}

std::string JsonValue::ToText() const {
  if (!exists()) return {};
  JsonWriter writer;
  writer.Value(*this);
  return std::move(writer).Take();
}

struct JsonDocument::Impl {
  // Nodes take some three times the room of the text.
  explicit Impl(std::span<char> text)
      : mend(text), pool(std::clamp<std::size_t>(3 * text.size(), 1u << 10, 1u << 20)) {}

  std::optional<PaddedBuffer> own_text;
  JsonMend mend;  // numbers may point into it
  JsonPool pool;
  JsonNode root{};
};

JsonDocument::JsonDocument(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
JsonDocument::JsonDocument(JsonDocument&&) noexcept = default;
JsonDocument& JsonDocument::operator=(JsonDocument&&) noexcept = default;
JsonDocument::~JsonDocument() = default;

JsonValue JsonDocument::root() const {
  return impl_ == nullptr ? JsonValue() : JsonValue(&impl_->root);
}

Result<JsonDocument> JsonDocument::ParseInSitu(PaddedBuffer& text, const JsonLimits& limits) {
  return ParseInSitu(text.bytes(), limits);
}

Result<JsonDocument> JsonDocument::ParseInSitu(std::span<char> text, const JsonLimits& limits) {
  if (text.size() > limits.max_bytes) return TooLarge(limits);
  const std::string_view bytes(text.data(), text.size());
  constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";
  if (bytes.starts_with(kByteOrderMark)) std::fill_n(text.data(), kByteOrderMark.size(), ' ');
  auto impl = std::make_unique<Impl>(text);
  if (const std::size_t bad = impl->mend.is_ascii() ? bytes.npos : FindInvalidUtf8(bytes);
      bad != bytes.npos) {
    return AtOffset(ErrorKind::kInvalidInput, "not utf-8", bad);
  }
  const std::size_t max_depth = std::min(limits.max_depth, kHardMaxDepth);
  JsonTree tree(impl->pool, max_depth);
  TreeHandler handler(tree, impl->mend);
  TextStream stream(text.data());
  rapidjson::Reader reader;
  if (reader.Parse<kParseFlags>(stream, handler).IsError()) {
    return WhyRefused(tree, reader, max_depth);
  }
  // A NUL byte in the text looks to the parser like its end.
  if (stream.Tell() != text.size()) {
    return AtOffset(ErrorKind::kInvalidInput, "something stands after the json value",
                    stream.Tell());
  }
  impl->root = tree.root();
  return JsonDocument(std::move(impl));
}

Result<JsonDocument> JsonDocument::Parse(std::string_view text, const JsonLimits& limits) {
  if (text.size() > limits.max_bytes) return TooLarge(limits);
  PaddedBuffer copy(text);
  Result<JsonDocument> parsed = ParseInSitu(copy, limits);
  if (parsed.ok()) parsed.value().impl_->own_text = std::move(copy);
  return parsed;
}

}  // namespace wervelwijzer
