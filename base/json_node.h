#pragma once

// How a parsed JSON value lies in memory. Made by JsonTree, read by JsonValue, of no interest to
// anybody else. All of it belongs to the document; texts point into the parsed bytes.

#include <cstdint>
#include <string_view>

namespace wervelwijzer {

// Which names the members of an object may have. What it excludes is not there; what it does not
// exclude may be. Cheaper than looking for many names of which few are there.
class NameSketch {
 public:
  using Bit = std::uint64_t;  // of a name, by its length, its first and its last letter

  static constexpr Bit BitOf(std::string_view name) {
    if (name.empty()) return 1;
    const auto letter = [name](std::size_t at) { return static_cast<unsigned char>(name[at]); };
    const std::size_t size = name.size();
    return Bit{1} << ((5 * size + letter(0) + 11 * letter(size - 1)) % 64);
  }

  constexpr NameSketch() = default;  // excludes nothing
  constexpr explicit NameSketch(Bit bits) : bits_(bits) {}
  bool MayHave(Bit bit) const { return (bits_ & bit) != 0; }

 private:
  Bit bits_ = ~Bit{0};
};

struct JsonObject;

struct JsonNode {
  enum class Kind : std::uint8_t { kNull, kFalse, kTrue, kNumber, kString, kArray, kObject };

  Kind kind;
  std::uint32_t size;  // bytes, elements or members
  union {
    const char* text;   // of a string, and of a number as written
    std::size_t outer;  // while a container is open: see JsonTree
    const JsonNode* elements;
    const JsonObject* object;
  };

  std::string_view string() const { return {text, size}; }
};

struct JsonMember {
  JsonNode name;
  JsonNode value;
};

// The head of an object; its members follow in memory.
struct JsonObject {
  NameSketch names;

  const JsonMember* members() const { return reinterpret_cast<const JsonMember*>(this + 1); }
};

}  // namespace wervelwijzer
