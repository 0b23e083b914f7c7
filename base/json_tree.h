#pragma once

// Builds the tree of a JSON text from the events of the parser, in the order of the text. Refuses
// what is nested too deep, and a name that an object has twice.

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/json_node.h"

namespace wervelwijzer {

// Memory that is given back all at once.
class JsonPool {
 public:
  explicit JsonPool(std::size_t chunk_bytes) : chunk_bytes_(chunk_bytes) {}

  // REQUIRES: `bytes` a multiple of eight.
  std::byte* Take(std::size_t bytes) {
    if (left_ < bytes) [[unlikely]]
      AddChunk(bytes);
    std::byte* const taken = next_;
    next_ += bytes;
    left_ -= bytes;
    return taken;
  }

 private:
  void AddChunk(std::size_t at_least);

  std::size_t chunk_bytes_;
  std::vector<std::unique_ptr<std::byte[]>> chunks_;
  std::byte* next_ = nullptr;
  std::size_t left_ = 0;
};

class JsonTree {
 public:
  enum class Refusal { kNone, kTooDeep, kDuplicate };

  JsonTree(JsonPool& pool, std::size_t max_depth) : pool_(pool), max_depth_(max_depth) {}

  // Events in the order of the text; false ends the parsing, and refusal() tells why.
  bool Null() {
    Push(JsonNode::Kind::kNull, 0);
    return true;
  }
  bool Boolean(bool value) {
    Push(value ? JsonNode::Kind::kTrue : JsonNode::Kind::kFalse, 0);
    return true;
  }
  bool Number(std::string_view text) {
    Push(JsonNode::Kind::kNumber, text.size()).text = text.data();
    return true;
  }
  // Of a value and of a name.
  bool String(std::string_view text) {
    Push(JsonNode::Kind::kString, text.size()).text = text.data();
    return true;
  }
  bool Open(JsonNode::Kind kind) {
    if (depth_ == max_depth_) [[unlikely]]
      return Refuse(Refusal::kTooDeep);
    ++depth_;
    const std::size_t place = used_;
    Push(kind, 0).outer = innermost_;
    innermost_ = place;
    return true;
  }
  bool CloseArray(std::size_t count);
  bool CloseObject(std::size_t count);

  Refusal refusal() const { return refusal_; }
  // The name that occurs twice, and its object in the form `$.entry[3].resource`.
  // REQUIRES: refusal() is kDuplicate.
  std::string_view duplicate_name() const { return duplicate_; }
  std::string PathOfDuplicate() const;

  // REQUIRES: the text was read to its end.
  const JsonNode& root() const { return values_[0]; }

 private:
  JsonNode& Push(JsonNode::Kind kind, std::size_t size) {
    if (used_ == room_) [[unlikely]]
      Grow();
    JsonNode& node = values_[used_++];
    node.kind = kind;
    node.size = static_cast<std::uint32_t>(size);
    return node;
  }
  void Grow();
  bool Refuse(Refusal why) {
    refusal_ = why;
    return false;
  }
  bool CopyMembers(std::size_t count, JsonObject& object);
  // What the innermost container holds.
  const JsonNode* First() const { return values_.get() + innermost_ + 1; }
  // Makes the innermost container a value of the one around it.
  JsonNode& Close(std::size_t count) {
    JsonNode& node = values_[innermost_];
    used_ = innermost_ + 1;
    innermost_ = node.outer;
    --depth_;
    node.size = static_cast<std::uint32_t>(count);
    return node;
  }

  JsonPool& pool_;
  const std::size_t max_depth_;
  Refusal refusal_ = Refusal::kNone;
  std::string_view duplicate_;
  // The containers that are open, each followed by what it holds so far: elements of an array,
  // names and values of an object. Until it is closed, a container says where the one around it is.
  std::unique_ptr<JsonNode[]> values_;
  std::size_t used_ = 0;
  std::size_t room_ = 0;
  std::size_t innermost_ = 0;
  std::size_t depth_ = 0;
};

}  // namespace wervelwijzer
