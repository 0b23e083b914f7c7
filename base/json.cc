#include "base/json.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstring>
#include <utility>
#include <vector>

#include "base/json_tree.h"
#include "base/short_text.h"
#include "base/utf8.h"

// The fast scan of strings and white space; other processors build plain RapidJSON.
#if defined(__SSE4_2__)
#define RAPIDJSON_SSE42
#endif
#include <rapidjson/error/en.h>
#include <rapidjson/reader.h>

#if defined(__SSE2__)
#include <emmintrin.h>
#endif

namespace wervelwijzer {
namespace {

constexpr unsigned kParseFlags = rapidjson::kParseInsituFlag | rapidjson::kParseFullPrecisionFlag;

// Hands the events of the parser on to the tree.
class TreeHandler {
 public:
  explicit TreeHandler(JsonTree& tree) : tree_(tree) {}

  bool Null() { return tree_.Null(); }
  bool Bool(bool value) { return tree_.Boolean(value); }
  bool Int(int value) { return tree_.Integer(value); }
  bool Uint(unsigned value) { return tree_.Integer(value); }
  bool Int64(std::int64_t value) { return tree_.Integer(value); }
  bool Uint64(std::uint64_t value) {
    return std::in_range<std::int64_t>(value) ? tree_.Integer(static_cast<std::int64_t>(value))
                                              : tree_.Number(static_cast<double>(value));
  }
  bool Double(double value) { return tree_.Number(value); }
  bool RawNumber(const char*, rapidjson::SizeType, bool) { return false; }  // not asked for
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
};

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

}  // namespace
}  // namespace wervelwijzer

namespace rapidjson {

// Most texts have one blank or none between what they say.
template <>
template <>
inline void GenericReader<UTF8<>, UTF8<>, CrtAllocator>::SkipWhitespaceAndComments<
    wervelwijzer::kParseFlags, InsituStringStream>(InsituStringStream& is) {
  if (static_cast<unsigned char>(*is.src_) > ' ') return;
  const unsigned char after = static_cast<unsigned char>(is.src_[1]);
  if (*is.src_ == ' ' && after > ' ') {
    ++is.src_;
  } else {
    SkipWhitespace(is);
  }
}

// Nearly every string of a record is plain: it is what stands before the next quote. RapidJSON's
// own way, which also writes what escapes mean, is left for the others.
template <>
template <>
inline void GenericReader<UTF8<>, UTF8<>, CrtAllocator>::ParseString<
    wervelwijzer::kParseFlags, InsituStringStream, wervelwijzer::TreeHandler>(
    InsituStringStream& is, wervelwijzer::TreeHandler& handler, bool isKey) {
  char* text = is.src_ + 1;
  char* const end = wervelwijzer::EndOfPlain(text);
  auto size = static_cast<SizeType>(end - text);
  if (*end == '"') [[likely]] {
    is.src_ = end + 1;
  } else {
    is.Take();
    text = is.PutBegin();
    ParseStringToStream<wervelwijzer::kParseFlags, UTF8<>, UTF8<>>(is, is);
    RAPIDJSON_PARSE_ERROR_EARLY_RETURN_VOID;
    size = static_cast<SizeType>(is.PutEnd(text) - 1);
  }
  const bool is_taken = isKey ? handler.Key(text, size, false) : handler.String(text, size, false);
  if (!is_taken) RAPIDJSON_PARSE_ERROR(kParseErrorTermination, is.Tell());
}

}  // namespace rapidjson

namespace wervelwijzer {
namespace {

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

// True when an escape such as `\udc00` occurs. RapidJSON 1.1 lets a low surrogate without its high
// one pass and makes bytes of it that are not UTF-8; only such texts need another look.
bool HasSurrogateEscape(std::string_view text) {
  for (auto at = text.find('\\'); at != std::string_view::npos; at = text.find('\\', at + 2)) {
    if (at + 2 < text.size() && text[at + 1] == 'u' && (text[at + 2] | 0x20) == 'd') return true;
  }
  return false;
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
    case JsonTree::Refusal::kNotUtf8:
      return AtOffset(ErrorKind::kInvalidInput, "not json: surrogate without its pair", offset);
    case JsonTree::Refusal::kDuplicate: {
      const std::string name(Utf8Prefix(tree.duplicate_name(), kMaxQuotedBytes));
      return InvalidInput("member `" + name + "` occurs more than once", tree.PathOfDuplicate());
    }
  }
  return AtOffset(ErrorKind::kInvalidInput, ReasonOf(reader.GetParseErrorCode()), offset);
}

}  // namespace

std::optional<bool> JsonValue::boolean() const {
  if (type() != Type::kBoolean) return std::nullopt;
  return node_->kind == Kind::kTrue;
}

std::optional<double> JsonValue::number() const {
  if (type() != Type::kNumber) return std::nullopt;
  return Is(Kind::kInteger) ? static_cast<double>(node_->integer) : node_->number;
}

std::optional<std::int64_t> JsonValue::integer() const {
  if (Is(Kind::kInteger)) return node_->integer;
  if (!Is(Kind::kDouble)) return std::nullopt;
  const double value = node_->number;
  constexpr double kEnd = 9223372036854775808.0;  // 2^63
  if (value != std::trunc(value) || value < -kEnd || value >= kEnd) return std::nullopt;
  return static_cast<std::int64_t>(value);
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
  explicit Impl(std::size_t text_bytes)
      : pool(std::clamp<std::size_t>(3 * text_bytes, 1u << 10, 1u << 20)) {}

  std::optional<PaddedBuffer> own_text;
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
  const std::size_t bad = FindInvalidUtf8(bytes);
  if (bad != std::string_view::npos) {
    return AtOffset(ErrorKind::kInvalidInput, "not utf-8", bad);
  }
  auto impl = std::make_unique<Impl>(text.size());
  using StringCheck = JsonTree::StringCheck;
  const std::size_t max_depth = std::min(limits.max_depth, kHardMaxDepth);
  JsonTree tree(impl->pool, max_depth,
                HasSurrogateEscape(bytes) ? StringCheck::kUtf8 : StringCheck::kNone);
  TreeHandler handler(tree);
  rapidjson::InsituStringStream stream(text.data());
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
