#include "terminology/code_index.h"

#include <algorithm>
#include <cstring>
#include <utility>

#include "terminology/code_index_layout.h"
#include "terminology/content_hash.h"

namespace wervelwijzer::terminology {
namespace {

// The parts are aligned in the file, and the file and long strings are in memory.
template <typename Part>
const Part* At(std::string_view bytes, std::uint64_t place) {
  return reinterpret_cast<const Part*>(bytes.data() + place);
}

const IndexHeader& HeaderOf(std::string_view bytes) { return *At<IndexHeader>(bytes, 0); }

bool Fits(std::uint64_t place, std::uint64_t count, std::size_t size, std::uint64_t file_bytes) {
  return place % 8 == 0 && place <= file_bytes && count <= (file_bytes - place) / size;
}

bool PartsFit(const IndexHeader& header) {
  const std::uint64_t end = header.file_bytes;
  return header.slot_count > 0 && header.slot_count < 1ull << 32 && header.set_count > 0 &&
         Fits(header.slots_at, header.slot_count, sizeof(IndexSlot), end) &&
         Fits(header.long_codes_at, header.long_code_count, sizeof(IndexLongCode), end) &&
         Fits(header.sets_at, header.set_count, sizeof(IndexSet), end) &&
         Fits(header.members_at, header.member_count, sizeof(ConceptId), end) &&
         Fits(header.text_at, header.text_bytes, 1, end);
}

// Nothing points outside its part. REQUIRES: PartsFit().
bool PointersFit(std::string_view bytes) {
  const IndexHeader& header = HeaderOf(bytes);
  const std::span sets(At<IndexSet>(bytes, header.sets_at), header.set_count);
  const std::span codes(At<IndexLongCode>(bytes, header.long_codes_at), header.long_code_count);
  return std::ranges::all_of(sets,
                             [&](const IndexSet& set) {
                               return std::uint64_t{set.members_at} + set.is_count +
                                          set.is_not_count <=
                                      header.member_count;
                             }) &&
         std::ranges::all_of(codes, [&](const IndexLongCode& code) {
           return std::uint64_t{code.text_at} + code.text_bytes <= header.text_bytes;
         });
}

}  // namespace

Result<CodeIndex> CodeIndex::Open(const std::string& path, std::uint64_t sources) {
  Result<MappedFile> file = MappedFile::Open(path);
  if (!file.ok()) return file.error();
  CodeIndex index;
  index.file_ = std::move(file).value();
  if (Status checked = index.Check(sources); !checked.ok()) {
    return Error{checked.error().kind, checked.error().message, path};
  }
  return index;
}

Result<CodeIndex> CodeIndex::FromBytes(std::string bytes, std::uint64_t sources) {
  CodeIndex index;
  index.memory_ = std::make_unique<const std::string>(std::move(bytes));
  if (Status checked = index.Check(sources); !checked.ok()) return checked.error();
  return index;
}

Status CodeIndex::Check(std::uint64_t sources) {
  const std::string_view all = bytes();
  if (all.size() < sizeof(IndexHeader)) return InvalidInput("index is cut short");
  const IndexHeader& header = HeaderOf(all);
  if (header.magic != kIndexMagic || header.format != kIndexFormat ||
      header.byte_order != kIndexByteOrder) {
    return InvalidInput("index is of another format");
  }
  if (header.sources != sources) return InvalidInput("index was made of other tables");
  if (header.file_bytes != all.size()) return InvalidInput("index is cut short");
  if (header.content != ContentHash(all.substr(sizeof(IndexHeader)), sources)) {
    return InvalidInput("index is damaged");
  }
  if (!PartsFit(header) || !PointersFit(all)) return InvalidInput("index is damaged");
  return {};
}

std::size_t CodeIndex::code_count() const { return HeaderOf(bytes()).code_count; }

CodeMeaning CodeIndex::MeaningOf(std::uint32_t meaning) const {
  const std::string_view all = bytes();
  const IndexHeader& header = HeaderOf(all);
  const std::uint32_t number = meaning & kSetMask;
  if (number >= header.set_count) return {};
  const IndexSet& set = At<IndexSet>(all, header.sets_at)[number];
  const ConceptId* is = At<ConceptId>(all, header.members_at) + set.members_at;
  return {{is, set.is_count},
          {is + set.is_count, set.is_not_count},
          (meaning & kListedMark) != 0,
          (meaning & kSnapshotMark) != 0};
}

CodeMeaning CodeIndex::Find(SystemIndex system, CodeForm form, std::string_view code) const {
  const std::string_view all = bytes();
  const IndexHeader& header = HeaderOf(all);
  if (const auto key = PackCode(system, form, code)) {
    const auto* slots = At<IndexSlot>(all, header.slots_at);
    std::uint64_t at = FirstSlot(*key, header.slot_count);
    for (std::uint64_t tried = 0; tried < header.slot_count && slots[at].key != 0; ++tried) {
      if (slots[at].key == *key) return MeaningOf(slots[at].meaning);
      if (++at == header.slot_count) at = 0;
    }
    return {};
  }
  const auto* begin = At<IndexLongCode>(all, header.long_codes_at);
  const auto* end = begin + header.long_code_count;
  const auto text = [&](const IndexLongCode& one) {
    return all.substr(header.text_at + one.text_at, one.text_bytes);
  };
  const auto* found =
      std::lower_bound(begin, end, code, [&](const IndexLongCode& one, auto wanted) {
        return std::pair(one.system, text(one)) < std::pair(std::uint32_t{system}, wanted);
      });
  if (found == end || found->system != system || text(*found) != code) return {};
  return MeaningOf(found->meaning);
}

}  // namespace wervelwijzer::terminology
