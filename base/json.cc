#include "base/json.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstring>
#include <limits>
#include <vector>

#include "base/short_text.h"
#include "base/utf8.h"

// The fast scan of strings and white space; other processors build plain RapidJSON.
#if defined(__SSE4_2__)
#define RAPIDJSON_SSE42
#endif
#include <rapidjson/document.h>
#include <rapidjson/error/en.h>
#include <rapidjson/reader.h>

#if defined(__SSE4_2__)
#include <emmintrin.h>

namespace rapidjson {

// Goes to the quote, backslash or control that ends the plain part of a string. RapidJSON's own
// steps to the next aligned address byte by byte, for a block that reaches behind the text may lie
// on a page that is not there; most strings of a record end before that. Ours are padded.
template <>
inline void GenericReader<UTF8<>, UTF8<>, CrtAllocator>::SkipUnescapedString(
    InsituStringStream& is) {
  char* at = is.src_;
  for (;; at += 16) {
    const __m128i block = _mm_loadu_si128(reinterpret_cast<const __m128i*>(at));
    const __m128i quote = _mm_cmpeq_epi8(block, _mm_set1_epi8('"'));
    const __m128i backslash = _mm_cmpeq_epi8(block, _mm_set1_epi8('\\'));
    const __m128i below = _mm_set1_epi8(0x1F);
    const __m128i control = _mm_cmpeq_epi8(_mm_max_epu8(block, below), below);
    const __m128i end = _mm_or_si128(_mm_or_si128(quote, backslash), control);
    if (const auto mask = static_cast<unsigned>(_mm_movemask_epi8(end)); mask != 0) {
      at += std::countr_zero(mask);
      break;
    }
  }
  is.src_ = is.dst_ = at;
}

}  // namespace rapidjson
#endif

namespace wervelwijzer {
namespace {

using Node = rapidjson::Value;

// The parser is recursive and each level costs it some hundred bytes of stack, so that a caller
// cannot ask for more than this many levels.
constexpr std::size_t kHardMaxDepth = 1000;
constexpr std::size_t kMaxQuotedBytes = 64;
constexpr unsigned kParseFlags = rapidjson::kParseInsituFlag | rapidjson::kParseFullPrecisionFlag;

const Node& AsNode(const void* node) { return *static_cast<const Node*>(node); }

std::string_view TextOf(const Node& node) { return {node.GetString(), node.GetStringLength()}; }

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

enum class StringCheck { kNone, kUtf8 };

// Hands the events of the parser on to the document and stops at the depth limit.
class DepthGuard {
 public:
  DepthGuard(rapidjson::Document& target, std::size_t max_depth, StringCheck check)
      : target_(target), max_depth_(std::min(max_depth, kHardMaxDepth)), check_(check) {}

  bool too_deep() const { return too_deep_; }
  bool lone_surrogate() const { return lone_surrogate_; }

  bool Null() { return target_.Null(); }
  bool Bool(bool value) { return target_.Bool(value); }
  bool Int(int value) { return target_.Int(value); }
  bool Uint(unsigned value) { return target_.Uint(value); }
  bool Int64(std::int64_t value) { return target_.Int64(value); }
  bool Uint64(std::uint64_t value) { return target_.Uint64(value); }
  bool Double(double value) { return target_.Double(value); }
  bool RawNumber(const char* text, rapidjson::SizeType size, bool copy) {
    return target_.RawNumber(text, size, copy);
  }
  bool String(const char* text, rapidjson::SizeType size, bool copy) {
    return IsWellFormed({text, size}) && target_.String(text, size, copy);
  }
  bool Key(const char* text, rapidjson::SizeType size, bool copy) {
    return IsWellFormed({text, size}) && target_.Key(text, size, copy);
  }
  bool StartObject() { return Enter() && target_.StartObject(); }
  bool EndObject(rapidjson::SizeType count) { return Leave() && target_.EndObject(count); }
  bool StartArray() { return Enter() && target_.StartArray(); }
  bool EndArray(rapidjson::SizeType count) { return Leave() && target_.EndArray(count); }

 private:
  bool IsWellFormed(std::string_view text) {
    if (check_ == StringCheck::kUtf8) {
      lone_surrogate_ = FindInvalidUtf8(text) != std::string_view::npos;
    }
    return !lone_surrogate_;
  }
  bool Enter() {
    too_deep_ = ++depth_ > max_depth_;
    return !too_deep_;
  }
  bool Leave() {
    --depth_;
    return true;
  }

  rapidjson::Document& target_;
  std::size_t max_depth_;
  StringCheck check_;
  std::size_t depth_ = 0;
  bool too_deep_ = false;
  bool lone_surrogate_ = false;
};

// The index of a member whose name an earlier member has, or -1. Most objects have a handful of
// members, for which comparing all pairs is cheaper than any table.
int FindDuplicate(const Node& object) {
  constexpr rapidjson::SizeType kPairwise = 12;
  const rapidjson::SizeType count = object.MemberCount();
  const auto members = object.MemberBegin();
  if (count <= kPairwise) {
    for (rapidjson::SizeType i = 1; i < count; ++i) {
      const std::string_view name = TextOf(members[i].name);
      for (rapidjson::SizeType j = 0; j < i; ++j) {
        if (IsSameText(TextOf(members[j].name), name)) return static_cast<int>(i);
      }
    }
    return -1;
  }
  std::vector<std::pair<std::string_view, int>> names;
  names.reserve(count);
  for (rapidjson::SizeType i = 0; i < count; ++i) {
    names.emplace_back(TextOf(members[i].name), static_cast<int>(i));
  }
  std::sort(names.begin(), names.end());
  for (std::size_t i = 1; i < names.size(); ++i) {
    if (names[i].first == names[i - 1].first) return names[i].second;
  }
  return -1;
}

// Looks for a duplicate in the whole tree. The path is put together only on the way back from a
// find, so that a clean text pays for none. Recursion is bounded by the depth limit.
bool HasDuplicate(const Node& node, std::string& path, std::string& name) {
  if (node.IsObject()) {
    const int twice = FindDuplicate(node);
    if (twice >= 0) {
      name = Utf8Prefix(TextOf(node.MemberBegin()[twice].name), kMaxQuotedBytes);
      return true;
    }
    for (auto member = node.MemberBegin(); member != node.MemberEnd(); ++member) {
      if (!member->value.IsObject() && !member->value.IsArray()) continue;
      if (HasDuplicate(member->value, path, name)) {
        path.insert(0, "." + std::string(Utf8Prefix(TextOf(member->name), kMaxQuotedBytes)));
        return true;
      }
    }
  } else if (node.IsArray()) {
    for (rapidjson::SizeType i = 0; i < node.Size(); ++i) {
      if (!node[i].IsObject() && !node[i].IsArray()) continue;
      if (HasDuplicate(node[i], path, name)) {
        path.insert(0, "[" + std::to_string(i) + "]");
        return true;
      }
    }
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

Status ParseInto(rapidjson::Document& document, rapidjson::InsituStringStream& stream,
                 std::span<const char> text, const JsonLimits& limits) {
  const bool escapes = HasSurrogateEscape({text.data(), text.size()});
  DepthGuard guard(document, limits.max_depth, escapes ? StringCheck::kUtf8 : StringCheck::kNone);
  rapidjson::Reader reader;
  const auto parse = [&](rapidjson::Document&) {
    return !reader.Parse<kParseFlags>(stream, guard).IsError();
  };
  document.Populate(parse);
  if (!reader.HasParseError()) return {};
  const std::size_t offset = reader.GetErrorOffset();
  if (guard.too_deep()) {
    const std::string levels = std::to_string(std::min(limits.max_depth, kHardMaxDepth));
    return AtOffset(ErrorKind::kTooLarge, "nested deeper than " + levels + " levels", offset);
  }
  if (guard.lone_surrogate()) {
    return AtOffset(ErrorKind::kInvalidInput, "not json: surrogate without its pair", offset);
  }
  return AtOffset(ErrorKind::kInvalidInput, ReasonOf(reader.GetParseErrorCode()), offset);
}

}  // namespace

JsonValue::Type JsonValue::type() const {
  if (node_ == nullptr) return Type::kMissing;
  switch (AsNode(node_).GetType()) {
    case rapidjson::kNullType:
      return Type::kNull;
    case rapidjson::kFalseType:
    case rapidjson::kTrueType:
      return Type::kBoolean;
    case rapidjson::kObjectType:
      return Type::kObject;
    case rapidjson::kArrayType:
      return Type::kArray;
    case rapidjson::kStringType:
      return Type::kString;
    case rapidjson::kNumberType:
      return Type::kNumber;
  }
  return Type::kMissing;
}

std::optional<std::string_view> JsonValue::string() const {
  if (node_ == nullptr || !AsNode(node_).IsString()) return std::nullopt;
  return TextOf(AsNode(node_));
}

std::optional<bool> JsonValue::boolean() const {
  if (node_ == nullptr || !AsNode(node_).IsBool()) return std::nullopt;
  return AsNode(node_).GetBool();
}

std::optional<double> JsonValue::number() const {
  if (node_ == nullptr || !AsNode(node_).IsNumber()) return std::nullopt;
  return AsNode(node_).GetDouble();
}

std::optional<std::int64_t> JsonValue::integer() const {
  if (node_ == nullptr || !AsNode(node_).IsNumber()) return std::nullopt;
  const Node& node = AsNode(node_);
  if (node.IsInt64()) return node.GetInt64();
  if (!node.IsDouble()) return std::nullopt;  // above int64
  const double value = node.GetDouble();
  constexpr double kEnd = 9223372036854775808.0;  // 2^63
  if (value != std::trunc(value) || value < -kEnd || value >= kEnd) return std::nullopt;
  return static_cast<std::int64_t>(value);
}

std::string_view JsonValue::string_or(std::string_view fallback) const {
  return string().value_or(fallback);
}

std::size_t JsonValue::size() const {
  if (node_ == nullptr) return 0;
  const Node& node = AsNode(node_);
  if (node.IsObject()) return node.MemberCount();
  return node.IsArray() ? node.Size() : 0;
}

JsonValue JsonValue::Get(std::string_view name) const {
  if (node_ == nullptr || !AsNode(node_).IsObject()) return {};
  const Node& node = AsNode(node_);
  for (auto member = node.MemberBegin(); member != node.MemberEnd(); ++member) {
    if (IsSameText(TextOf(member->name), name)) return JsonValue(&member->value);
  }
  return {};
}

NameSketch JsonValue::Names() const {
  NameSketch::Bit bits = 0;
  if (node_ != nullptr && AsNode(node_).IsObject()) {
    const Node& node = AsNode(node_);
    for (auto member = node.MemberBegin(); member != node.MemberEnd(); ++member) {
      bits |= NameSketch::BitOf(TextOf(member->name));
    }
  }
  return NameSketch(bits);
}

JsonValue JsonValue::At(std::size_t index) const {
  if (node_ == nullptr || !AsNode(node_).IsArray()) return {};
  const Node& node = AsNode(node_);
  if (index >= node.Size()) return {};
  return JsonValue(&node[static_cast<rapidjson::SizeType>(index)]);
}

std::pair<std::string_view, JsonValue> JsonValue::MemberAt(std::size_t index) const {
  if (node_ == nullptr || !AsNode(node_).IsObject()) return {};
  const Node& node = AsNode(node_);
  if (index >= node.MemberCount()) return {};
  const auto member = node.MemberBegin() + static_cast<std::ptrdiff_t>(index);
  return {TextOf(member->name), JsonValue(&member->value)};
}

std::string JsonValue::ToText() const {
  if (!exists()) return {};
  JsonWriter writer;
  writer.Value(*this);
  return std::move(writer).Take();
}

struct JsonDocument::Impl {
  // Nodes take about as much room as the text; a small text shall not cost a page of zeroes.
  explicit Impl(std::size_t text_bytes)
      : pool(std::clamp<std::size_t>(text_bytes, 2u << 10, 1u << 20)), document(&pool) {}

  PaddedBuffer own_text;
  rapidjson::MemoryPoolAllocator<> pool;
  rapidjson::Document document;
};

JsonDocument::JsonDocument(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
JsonDocument::JsonDocument(JsonDocument&&) noexcept = default;
JsonDocument& JsonDocument::operator=(JsonDocument&&) noexcept = default;
JsonDocument::~JsonDocument() = default;

JsonValue JsonDocument::root() const {
  return impl_ == nullptr ? JsonValue() : JsonValue(static_cast<const Node*>(&impl_->document));
}

Result<JsonDocument> JsonDocument::ParseInSitu(PaddedBuffer& text, const JsonLimits& limits) {
  return ParseInSitu(text.bytes(), limits);
}

Result<JsonDocument> JsonDocument::ParseInSitu(std::span<char> text, const JsonLimits& limits) {
  if (text.size() > limits.max_bytes) return TooLarge(limits);
  const std::size_t bad = FindInvalidUtf8({text.data(), text.size()});
  if (bad != std::string_view::npos) {
    return AtOffset(ErrorKind::kInvalidInput, "not utf-8", bad);
  }
  auto impl = std::make_unique<Impl>(text.size());
  rapidjson::InsituStringStream stream(text.data());
  const Status parsed = ParseInto(impl->document, stream, text, limits);
  if (!parsed.ok()) return parsed.error();
  // A NUL byte in the text looks to the parser like its end.
  if (stream.Tell() != text.size()) {
    return AtOffset(ErrorKind::kInvalidInput, "something stands after the json value",
                    stream.Tell());
  }
  std::string path;
  std::string name;
  if (HasDuplicate(impl->document, path, name)) {
    return InvalidInput("member `" + name + "` occurs more than once", "$" + path);
  }
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
