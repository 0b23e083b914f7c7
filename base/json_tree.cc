#include "base/json_tree.h"

#include <algorithm>
#include <cstring>
#include <span>

#include "base/utf8.h"

namespace wervelwijzer {
namespace {

constexpr std::size_t kMaxQuotedBytes = 64;
// Above so many members a table is cheaper than comparing names in pairs.
constexpr std::size_t kPairwise = 64;

// The first name that an earlier member has too; empty data when there is none.
std::string_view FindTwice(const JsonMember* members, std::size_t count) {
  std::vector<std::string_view> names;
  names.reserve(count);
  for (std::size_t i = 0; i < count; ++i) names.push_back(members[i].name.string());
  std::ranges::sort(names);
  const auto twice = std::adjacent_find(names.begin(), names.end());
  return twice == names.end() ? std::string_view() : *twice;
}

bool HasName(const JsonMember* members, std::size_t count, std::string_view name) {
  return std::ranges::any_of(std::span(members, count), [name](const JsonMember& member) {
    return member.name.string() == name;
  });
}

}  // namespace

void JsonPool::AddChunk(std::size_t at_least) {
  left_ = std::max(at_least, chunk_bytes_);
  chunks_.push_back(std::make_unique_for_overwrite<std::byte[]>(left_));
  next_ = chunks_.back().get();
}

void JsonTree::Grow() {
  constexpr std::size_t kFirst = 256;
  room_ = std::max(kFirst, 2 * room_);
  auto larger = std::make_unique_for_overwrite<JsonNode[]>(room_);
  std::copy_n(values_.get(), used_, larger.get());
  values_ = std::move(larger);
}

bool JsonTree::IsUtf8(std::string_view text) {
  return FindInvalidUtf8(text) == std::string_view::npos;
}

bool JsonTree::CloseArray(std::size_t count) {
  const std::size_t bytes = count * sizeof(JsonNode);
  auto* const elements = reinterpret_cast<JsonNode*>(pool_.Take(bytes));
  if (count != 0) std::memcpy(static_cast<void*>(elements), First(), bytes);
  Close(JsonNode::Kind::kArray, count).elements = elements;
  return true;
}

bool JsonTree::CloseObject(std::size_t count) {
  static_assert(sizeof(JsonMember) == 2 * sizeof(JsonNode));
  auto* const object =
      reinterpret_cast<JsonObject*>(pool_.Take(sizeof(JsonObject) + count * sizeof(JsonMember)));
  auto* const members = reinterpret_cast<JsonMember*>(object + 1);
  if (count != 0) std::memcpy(static_cast<void*>(members), First(), count * sizeof(JsonMember));
  if (!MakeSketch(members, count, object->names)) return Refuse(Refusal::kDuplicate);
  Close(JsonNode::Kind::kObject, count).object = object;
  return true;
}

// A name can only be there already when its bit is.
bool JsonTree::MakeSketch(const JsonMember* members, std::size_t count, NameSketch& names) {
  NameSketch::Bit bits = 0;
  for (std::size_t i = 0; i < count; ++i) {
    const std::string_view name = members[i].name.string();
    const NameSketch::Bit bit = NameSketch::BitOf(name);
    if ((bits & bit) != 0 && count <= kPairwise && HasName(members, i, name)) {
      duplicate_ = name;
      return false;
    }
    bits |= bit;
  }
  names = NameSketch(bits);
  if (count > kPairwise) duplicate_ = FindTwice(members, count);
  return duplicate_.data() == nullptr;
}

// What an open container holds so far tells the place of the one that is open in it.
std::string JsonTree::PathOfDuplicate() const {
  std::string path = "$";
  for (std::size_t i = 0; i + 1 < open_.size(); ++i) {
    const std::size_t end = open_[i + 1].begin;
    if (open_[i].kind == JsonNode::Kind::kArray) {
      path += "[" + std::to_string(end - open_[i].begin) + "]";
    } else {
      path += "." + std::string(Utf8Prefix(values_[end - 1].string(), kMaxQuotedBytes));
    }
  }
  return path;
}

}  // namespace wervelwijzer
