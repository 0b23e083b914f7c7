#pragma once

// The bytes of a code index; known to the one who writes and the one who reads them.

#include <array>
#include <cstddef>
#include <cstdint>

namespace wervelwijzer::terminology {

struct IndexHeader {
  std::array<char, 8> magic;
  std::uint32_t format;
  std::uint32_t byte_order;
  std::uint64_t sources;
  std::uint64_t content;  // hash of all that follows the header
  std::uint64_t file_bytes;
  std::uint64_t code_count;
  // Counts and places, in bytes from the beginning; each part is aligned to eight bytes.
  std::uint64_t slots_at, slot_count;
  std::uint64_t long_codes_at, long_code_count;
  std::uint64_t sets_at, set_count;
  std::uint64_t members_at, member_count;
  std::uint64_t text_at, text_bytes;
};

inline constexpr std::array<char, 8> kIndexMagic{'W', 'W', 'C', 'O', 'D', 'E', 'S', '\n'};
inline constexpr std::uint32_t kIndexFormat = 1;
inline constexpr std::uint32_t kIndexByteOrder = 0x01020304;

// `meaning` is the number of a set, with two marks in its highest bits.
inline constexpr std::uint32_t kListedMark = 1u << 31;
inline constexpr std::uint32_t kSnapshotMark = 1u << 30;
inline constexpr std::uint32_t kSetMask = kSnapshotMark - 1;

struct IndexSlot {
  std::uint64_t key;  // 0: free
  std::uint32_t meaning;
  std::uint32_t unused;
};

struct IndexLongCode {  // sorted by system, then text
  std::uint32_t system;
  std::uint32_t text_at, text_bytes;
  std::uint32_t meaning;
};

struct IndexSet {  // first the concepts that it is, then those that it is not
  std::uint32_t members_at;
  std::uint16_t is_count, is_not_count;
};

// Where the search for a key begins; from there slot by slot, the first following the last.
// REQUIRES: 0 < slot_count < 2^32.
inline std::uint64_t FirstSlot(std::uint64_t key, std::uint64_t slot_count) {
  key = (key ^ key >> 32) * 0x9e3779b97f4a7c15;
  key = (key ^ key >> 29) * 0xbf58476d1ce4e5b9;
  return (key >> 32) * slot_count >> 32;
}

}  // namespace wervelwijzer::terminology
