#pragma once

// The JSON door. The only place that knows RapidJSON (json.cc).
//
// Reading: JsonDocument owns a parsed text, JsonValue is a cheap view into it (one word, pass by
// value; valid as long as the document and the buffer it was parsed in live). No getter aborts:
// what is not there is a missing value, and a missing value answers every question with "nothing".
//
// RFC 8259 with these limits: size, depth (checked while parsing; a text of half a million brackets
// costs nothing), well-formed UTF-8, no duplicate member in an object, nothing but white space
// after the value. A byte order mark before it is passed over. Numbers are kept as they are written
// and converted when they are asked for, so that no number fails a text; half a surrogate in a
// string becomes U+FFFD. Errors name the byte offset, duplicates the path.

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>

#include "base/buffer.h"
#include "base/json_node.h"
#include "base/result.h"

namespace wervelwijzer {

struct JsonLimits {
  std::size_t max_bytes = 8u << 20;  // 8 MiB
  std::size_t max_depth = 100;       // an object in an array counts two
};

class JsonValue {
 public:
  enum class Type { kMissing, kNull, kBoolean, kNumber, kString, kArray, kObject };

  JsonValue() = default;  // missing

  Type type() const {
    return node_ == nullptr ? Type::kMissing : kTypes[static_cast<std::size_t>(node_->kind)];
  }
  bool exists() const { return node_ != nullptr; }  // null exists
  bool is_null() const { return Is(Kind::kNull); }
  bool is_object() const { return Is(Kind::kObject); }
  bool is_array() const { return Is(Kind::kArray); }
  bool is_string() const { return Is(Kind::kString); }

  // The scalar, or nothing when the value is of another type (or missing), or a number beyond
  // double.
  std::optional<std::string_view> string() const {
    return is_string() ? std::optional(node_->string()) : std::nullopt;
  }
  std::optional<bool> boolean() const;
  std::optional<double> number() const;
  std::optional<std::int64_t> integer() const;  // a number without fraction, within int64
  // The number as it is written; empty for anything else.
  std::string_view number_text() const {
    return Is(Kind::kNumber) ? node_->string() : std::string_view();
  }
  // The string, or `fallback`.
  std::string_view string_or(std::string_view fallback) const {
    return is_string() ? node_->string() : fallback;
  }

  // Members and elements. 0 for anything that is neither object nor array.
  std::size_t size() const { return is_array() || is_object() ? node_->size : 0; }
  // The member by name; missing when there is none or this is no object.
  JsonValue Get(std::string_view name) const {
    return Names().MayHave(NameSketch::BitOf(name)) ? Find(name) : JsonValue();
  }
  // The names of all members; of what is no object it excludes every name.
  NameSketch Names() const { return is_object() ? node_->object->names : NameSketch(0); }
  // Get over several steps: Path("code", "coding") is Get("code").Get("coding").
  template <typename... Names>
  JsonValue Path(std::string_view name, Names... rest) const {
    if constexpr (sizeof...(rest) == 0) {
      return Get(name);
    } else {
      return Get(name).Path(rest...);
    }
  }
  // The element; missing when out of range or no array.
  JsonValue At(std::size_t index) const {
    return is_array() && index < node_->size ? JsonValue(node_->elements + index) : JsonValue();
  }

  // Elements of an array: for (JsonValue entry : bundle.Get("entry").elements()). Empty otherwise.
  class ElementIterator;
  class Elements;
  Elements elements() const;
  // Members of an object: for (auto [name, value] : object.members()). Empty otherwise.
  class MemberIterator;
  class Members;
  Members members() const;

  // This value as JSON text, without white space.
  std::string ToText() const;

  // The node behind the view, for identity only (a key in a map of seen nodes).
  const void* identity() const { return node_; }

 private:
  friend class JsonDocument;
  friend class JsonWriter;
  using Kind = JsonNode::Kind;

  explicit JsonValue(const JsonNode* node) : node_(node) {}
  // What a kind of node is, in the order of the kinds.
  static constexpr Type kTypes[] = {Type::kNull,   Type::kBoolean, Type::kBoolean, Type::kNumber,
                                    Type::kString, Type::kArray,   Type::kObject};

  bool Is(Kind kind) const { return node_ != nullptr && node_->kind == kind; }
  // REQUIRES: is_object().
  JsonValue Find(std::string_view name) const;

  const JsonNode* node_ = nullptr;
};

class JsonValue::ElementIterator {
 public:
  explicit ElementIterator(const JsonNode* node) : node_(node) {}
  JsonValue operator*() const { return JsonValue(node_); }
  ElementIterator& operator++() {
    ++node_;
    return *this;
  }
  bool operator!=(const ElementIterator& other) const { return node_ != other.node_; }

 private:
  const JsonNode* node_;
};

class JsonValue::Elements {
 public:
  explicit Elements(JsonValue array)
      : first_(array.is_array() ? array.node_->elements : nullptr),
        count_(first_ == nullptr ? 0 : array.node_->size) {}
  ElementIterator begin() const { return ElementIterator(first_); }
  ElementIterator end() const { return ElementIterator(first_ + count_); }

 private:
  const JsonNode* first_;
  std::size_t count_;
};

class JsonValue::MemberIterator {
 public:
  explicit MemberIterator(const JsonMember* member) : member_(member) {}
  std::pair<std::string_view, JsonValue> operator*() const {
    return {member_->name.string(), JsonValue(&member_->value)};
  }
  MemberIterator& operator++() {
    ++member_;
    return *this;
  }
  bool operator!=(const MemberIterator& other) const { return member_ != other.member_; }

 private:
  const JsonMember* member_;
};

class JsonValue::Members {
 public:
  explicit Members(JsonValue object)
      : first_(object.is_object() ? object.node_->object->members() : nullptr),
        count_(first_ == nullptr ? 0 : object.node_->size) {}
  MemberIterator begin() const { return MemberIterator(first_); }
  MemberIterator end() const { return MemberIterator(first_ + count_); }

 private:
  const JsonMember* first_;
  std::size_t count_;
};

inline JsonValue::Elements JsonValue::elements() const { return Elements(*this); }
inline JsonValue::Members JsonValue::members() const { return Members(*this); }

class JsonDocument {
 public:
  // Parses in situ: overwrites `text` and keeps pointing into it. The buffer must outlive the
  // document and all views.
  static Result<JsonDocument> ParseInSitu(PaddedBuffer& text, const JsonLimits& limits = {});
  // The same over bytes that the caller owns and that are followed by PaddedBuffer::kPadding
  // readable bytes, the first of them NUL.
  static Result<JsonDocument> ParseInSitu(std::span<char> text, const JsonLimits& limits = {});
  // Parses a copy, which the document owns.
  static Result<JsonDocument> Parse(std::string_view text, const JsonLimits& limits = {});

  JsonDocument(JsonDocument&&) noexcept;
  JsonDocument& operator=(JsonDocument&&) noexcept;
  ~JsonDocument();

  JsonValue root() const;

 private:
  struct Impl;
  explicit JsonDocument(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

// The name of a member to be written. One that stands in the program is looked at by the compiler:
// when nothing in it has to be escaped it is written as it is.
class JsonName {
 public:
  template <std::size_t kSize>
  consteval JsonName(const char (&literal)[kSize])  // NOLINT: a literal is a name
      : text_(literal, kSize - 1), is_plain_(IsPlain(text_)) {}
  JsonName(std::string_view text) : text_(text) {}  // NOLINT: and so is any text
  template <typename Pointer>
  requires std::is_same_v<Pointer, const char*> JsonName(const Pointer& text)
      : text_(text) {}                                // NOLINT: one of several literals
  JsonName(const std::string& text) : text_(text) {}  // NOLINT

  std::string_view text() const { return text_; }
  bool is_plain() const { return is_plain_; }

 private:
  static constexpr bool IsPlain(std::string_view text) {
    for (const char byte : text) {
      if (byte < ' ' || byte > '~' || byte == '"' || byte == '\\') return false;
    }
    return true;
  }

  std::string_view text_;
  bool is_plain_ = false;
};

// Writes JSON text without white space, in the order of the calls. Strings are escaped; bytes that
// are not UTF-8 become U+FFFD. Calls that do not fit (a value without a key in an object, an End
// that closes nothing) are programming errors and abort in debug builds.
class JsonWriter {
 public:
  JsonWriter();
  // Room for that many bytes is made at once; the text may become longer.
  explicit JsonWriter(std::size_t expected_bytes);
  ~JsonWriter();
  JsonWriter(const JsonWriter&) = delete;
  JsonWriter& operator=(const JsonWriter&) = delete;

  JsonWriter& BeginObject();
  JsonWriter& EndObject();
  JsonWriter& BeginArray();
  JsonWriter& EndArray();
  JsonWriter& Key(const JsonName& name);
  JsonWriter& String(std::string_view value);
  JsonWriter& Boolean(bool value);
  JsonWriter& Integer(std::int64_t value);
  // The shortest text that reads back the same; a whole number is written without a fraction.
  JsonWriter& Number(double value);
  // Deep copy of a parsed value. Missing writes nothing, so only after Key() when it exists.
  JsonWriter& Value(JsonValue value);
  // JSON text made elsewhere by a JsonWriter; trusted.
  JsonWriter& Raw(std::string_view json);

  // Key and value in one call; the optional ones write nothing when there is nothing.
  JsonWriter& Member(const JsonName& name, std::string_view value);
  JsonWriter& Member(const JsonName& name, const char* value);
  JsonWriter& MemberIfAny(const JsonName& name, std::string_view value);  // skips the empty text

  // The text so far, until the next call; complete when every Begin has its End.
  std::string_view text() const;
  std::string Take() &&;

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace wervelwijzer
