#pragma once

// Files as bytes: mapped for reading, written so that a reader sees the old or the new content,
// never a part.

#include <cstddef>
#include <string>
#include <string_view>
#include <utility>

#include "base/result.h"

namespace wervelwijzer::terminology {

// A file that is mapped into memory, read only. Its pages belong to the system's cache and are
// shared by all processes that map it. Who replaces the file does so by renaming another over it; a
// file that is cut short in place takes its readers down.
class MappedFile {
 public:
  // kNotFound when there is no such file, kUnavailable when it cannot be mapped.
  static Result<MappedFile> Open(const std::string& path);
  MappedFile(MappedFile&& other) noexcept : bytes_(std::exchange(other.bytes_, {})) {}
  MappedFile& operator=(MappedFile&& other) noexcept {
    std::swap(bytes_, other.bytes_);
    return *this;
  }
  ~MappedFile();

  std::string_view bytes() const { return bytes_; }

 private:
  explicit MappedFile(std::string_view bytes) : bytes_(bytes) {}
  std::string_view bytes_;
};

// Writes a file beside `path`, makes it durable and renames it. kUnavailable with the reason.
Status WriteFileAtomically(const std::string& path, std::string_view bytes);

}  // namespace wervelwijzer::terminology
