#include <algorithm>
#include <cstring>
#include <map>
#include <utility>

#include "terminology/code_index.h"
#include "terminology/code_index_layout.h"
#include "terminology/content_hash.h"

namespace wervelwijzer::terminology {

struct CodeIndexBuilder::Impl {
  struct LongCode {
    SystemIndex system;
    std::string text;
    std::uint32_t meaning;
  };
  using Set = std::pair<std::vector<ConceptId>, std::vector<ConceptId>>;

  std::uint32_t NumberOf(const std::vector<ConceptId>& is, const std::vector<ConceptId>& is_not);

  std::vector<IndexSlot> codes;  // in the order in which they came
  std::vector<LongCode> long_codes;
  std::map<Set, std::uint32_t> numbers;
  std::vector<IndexSet> sets;
  std::vector<ConceptId> members;
};

namespace {

// The parts one behind the other, each aligned to eight bytes.
class Block {
 public:
  Block() : bytes_(sizeof(IndexHeader), '\0') {}

  std::uint64_t Add(const void* part, std::size_t size) {
    bytes_.resize((bytes_.size() + 7) / 8 * 8, '\0');
    const std::uint64_t place = bytes_.size();
    if (size > 0) bytes_.append(static_cast<const char*>(part), size);
    return place;
  }
  template <typename Part>
  std::uint64_t Add(const std::vector<Part>& parts) {
    return Add(parts.data(), parts.size() * sizeof(Part));
  }

  std::string Finish(IndexHeader header) && {
    header.file_bytes = bytes_.size();
    header.content =
        ContentHash(std::string_view(bytes_).substr(sizeof(IndexHeader)), header.sources);
    std::memcpy(bytes_.data(), &header, sizeof header);
    return std::move(bytes_);
  }

 private:
  std::string bytes_;
};

// Two thirds full at most: a hit looks at two slots on average.
std::vector<IndexSlot> Spread(const std::vector<IndexSlot>& codes) {
  std::vector<IndexSlot> slots(codes.size() + codes.size() / 2 + 8);
  for (const IndexSlot& code : codes) {
    std::uint64_t at = FirstSlot(code.key, slots.size());
    while (slots[at].key != 0) at = at + 1 == slots.size() ? 0 : at + 1;
    slots[at] = code;
  }
  return slots;
}

}  // namespace

CodeIndexBuilder::CodeIndexBuilder() : impl_(std::make_unique<Impl>()) {
  impl_->NumberOf({}, {});  // the empty set is number 0
}
CodeIndexBuilder::~CodeIndexBuilder() = default;

std::uint32_t CodeIndexBuilder::Impl::NumberOf(const std::vector<ConceptId>& is,
                                               const std::vector<ConceptId>& is_not) {
  const auto [entry, added] =
      numbers.emplace(Set(is, is_not), static_cast<std::uint32_t>(sets.size()));
  if (added) {
    sets.push_back({static_cast<std::uint32_t>(members.size()),
                    static_cast<std::uint16_t>(is.size()),
                    static_cast<std::uint16_t>(is_not.size())});
    members.insert(members.end(), is.begin(), is.end());
    members.insert(members.end(), is_not.begin(), is_not.end());
  }
  return entry->second;
}

void CodeIndexBuilder::Add(const IndexEntry& entry) {
  std::uint32_t meaning = impl_->NumberOf(entry.is, entry.is_not);
  if (entry.is_listed) meaning |= kListedMark;
  if (entry.is_in_snapshot) meaning |= kSnapshotMark;
  if (const auto key = PackCode(entry.system, entry.form, entry.code)) {
    impl_->codes.push_back({*key, meaning, 0});
  } else {
    impl_->long_codes.push_back({entry.system, entry.code, meaning});
  }
}

std::string CodeIndexBuilder::Finish(std::uint64_t sources) && {
  std::ranges::sort(impl_->long_codes, [](const Impl::LongCode& a, const Impl::LongCode& b) {
    return std::pair(a.system, std::string_view(a.text)) <
           std::pair(b.system, std::string_view(b.text));
  });
  std::vector<IndexLongCode> long_codes;
  std::string text;
  for (const Impl::LongCode& code : impl_->long_codes) {
    long_codes.push_back({code.system, static_cast<std::uint32_t>(text.size()),
                          static_cast<std::uint32_t>(code.text.size()), code.meaning});
    text += code.text;
  }
  IndexHeader header = {};
  header.magic = kIndexMagic;
  header.format = kIndexFormat;
  header.byte_order = kIndexByteOrder;
  header.sources = sources;
  header.code_count = impl_->codes.size() + long_codes.size();
  const std::vector<IndexSlot> slots = Spread(impl_->codes);
  Block block;
  header.slot_count = slots.size();
  header.slots_at = block.Add(slots);
  header.long_code_count = long_codes.size();
  header.long_codes_at = block.Add(long_codes);
  header.set_count = impl_->sets.size();
  header.sets_at = block.Add(impl_->sets);
  header.member_count = impl_->members.size();
  header.members_at = block.Add(impl_->members);
  header.text_bytes = text.size();
  header.text_at = block.Add(text.data(), text.size());
  return std::move(block).Finish(header);
}

}  // namespace wervelwijzer::terminology
