#include "base/json_tree.h"

#include <algorithm>
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

bool JsonTree::CloseArray(std::size_t count) {
  auto* const elements = reinterpret_cast<JsonNode*>(pool_.Take(count * sizeof(JsonNode)));
  std::copy_n(First(), count, elements);
  Close(count).elements = elements;
  return true;
}

bool JsonTree::CloseObject(std::size_t count) {
  auto* const object =
      reinterpret_cast<JsonObject*>(pool_.Take(sizeof(JsonObject) + count * sizeof(JsonMember)));
  if (!CopyMembers(count, *object)) return Refuse(Refusal::kDuplicate);
  Close(count).object = object;
  return true;
}

// A name can only be there already when its bit is.
bool JsonTree::CopyMembers(std::size_t count, JsonObject& object) {
  auto* const members = reinterpret_cast<JsonMember*>(&object + 1);
  const JsonNode* from = First();
  NameSketch::Bit bits = 0;
  for (std::size_t i = 0; i < count; ++i, from += 2) {
    members[i] = {from[0], from[1]};
    const NameSketch::Bit bit = NameSketch::BitOf(from->string());
    if ((bits & bit) != 0 && count <= kPairwise && HasName(members, i, from->string())) {
      duplicate_ = from->string();
      return false;
    }
    bits |= bit;
  }
  object.names = NameSketch(bits);
  if (count > kPairwise) duplicate_ = FindTwice(members, count);
  return duplicate_.data() == nullptr;
}

// What an open container holds so far tells the place of the one that is open in it.
std::string JsonTree::PathOfDuplicate() const {
  std::string path;
  for (std::size_t inner = innermost_; inner != 0;) {
    const std::size_t outer = values_[inner].outer;
    if (values_[outer].kind == JsonNode::Kind::kArray) {
      path.insert(0, "[" + std::to_string(inner - outer - 1) + "]");
    } else {
      path.insert(0, "." + std::string(Utf8Prefix(values_[inner - 1].string(), kMaxQuotedBytes)));
    }
    inner = outer;
  }
  return "$" + path;
}

}  // namespace wervelwijzer
