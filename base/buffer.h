#pragma once

// PaddedBuffer: bytes that may be parsed in situ. After the last byte stand a NUL and 31 more
// readable zero bytes, because the JSON scanner reads blocks of 16 from where it is.

#include <cstddef>
#include <cstring>
#include <memory>
#include <span>
#include <string_view>

namespace wervelwijzer {

class PaddedBuffer {
 public:
  static constexpr std::size_t kPadding = 32;

  PaddedBuffer() : PaddedBuffer(std::size_t{0}) {}
  explicit PaddedBuffer(std::size_t size)
      : data_(std::make_unique_for_overwrite<char[]>(size + kPadding)), size_(size) {
    std::memset(data_.get() + size, 0, kPadding);
  }
  explicit PaddedBuffer(std::string_view bytes) : PaddedBuffer(bytes.size()) {
    if (!bytes.empty()) std::memcpy(data_.get(), bytes.data(), bytes.size());
  }

  char* data() { return data_.get(); }
  const char* data() const { return data_.get(); }
  std::size_t size() const { return size_; }
  std::span<char> bytes() { return {data_.get(), size_}; }
  std::string_view view() const { return {data_.get(), size_}; }

 private:
  std::unique_ptr<char[]> data_;
  std::size_t size_;
};

}  // namespace wervelwijzer
