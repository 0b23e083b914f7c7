#pragma once

// The look-up from codes to concepts: one block of bytes, built once and looked into where it lies,
// in a mapped file or in memory. Nothing is unpacked, nothing allocated.
//
// The block: a header; slots of an open hash table with packed codes (code_form.h) as keys; the few
// codes that cannot be packed, sorted; sets of concepts that the slots point to; the text of the
// long codes. Numbers are those of the machine that made it: a file from another kind is refused
// and built again. `sources` is a hash of everything it was made of.

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "terminology/code_form.h"
#include "terminology/file_bytes.h"
#include "terminology/ids.h"

namespace wervelwijzer::terminology {

// What the index says about one code.
struct CodeMeaning {
  std::span<const ConceptId> is;      // the code means them
  std::span<const ConceptId> is_not;  // a snapshot excludes them
  bool is_listed = false;             // a row of concepts.tsv has just this code
  bool is_in_snapshot = false;        // a snapshot of its system has it
};

// Immutable, shared by threads.
class CodeIndex {
 public:
  // Maps the file. kNotFound when there is none; kInvalidInput when it is damaged, of another
  // format or made of other sources, with the reason.
  static Result<CodeIndex> Open(const std::string& path, std::uint64_t sources);
  // The bytes of BuildCodeIndex().
  static Result<CodeIndex> FromBytes(std::string bytes, std::uint64_t sources);
  CodeIndex(CodeIndex&&) noexcept = default;
  CodeIndex& operator=(CodeIndex&&) noexcept = default;

  // `code` in the compared form of the system. The spans live as long as the index.
  CodeMeaning Find(SystemIndex system, CodeForm form, std::string_view code) const;

  std::size_t code_count() const;
  std::size_t size_in_bytes() const { return bytes().size(); }

 private:
  CodeIndex() = default;
  std::string_view bytes() const { return file_ ? file_->bytes() : std::string_view(*memory_); }
  Status Check(std::uint64_t sources);
  CodeMeaning MeaningOf(std::uint32_t meaning) const;

  std::optional<MappedFile> file_;
  std::unique_ptr<const std::string> memory_;
};

// One code with what it means, for building.
struct IndexEntry {
  SystemIndex system = 0;
  CodeForm form = CodeForm::kText;
  std::string code;                   // compared form
  std::vector<ConceptId> is, is_not;  // each sorted
  bool is_listed = false;
  bool is_in_snapshot = false;
};

// Takes entries one by one, so that a million codes need not lie in memory as entries. A code that
// comes twice is a programming error.
class CodeIndexBuilder {
 public:
  CodeIndexBuilder();
  ~CodeIndexBuilder();
  CodeIndexBuilder(const CodeIndexBuilder&) = delete;
  CodeIndexBuilder& operator=(const CodeIndexBuilder&) = delete;

  void Add(const IndexEntry& entry);
  std::string Finish(std::uint64_t sources) &&;

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace wervelwijzer::terminology
