#include "app/input_file.h"

#include <fstream>
#include <iostream>
#include <iterator>

namespace wervelwijzer::app {
namespace {

constexpr std::size_t kMaxBytes = 64u << 20;

Result<std::string> ReadAll(std::istream& stream, const std::string& path) {
  std::string text;
  char piece[64 << 10];
  while (stream.read(piece, sizeof piece) || stream.gcount() > 0) {
    text.append(piece, static_cast<std::size_t>(stream.gcount()));
    if (text.size() > kMaxBytes) {
      return Error{ErrorKind::kTooLarge, "is larger than 64 MiB", path};
    }
  }
  if (stream.bad()) return Error{ErrorKind::kUnavailable, "cannot be read", path};
  // Some editors begin a file of UTF-8 with a byte order mark (RFC 8259, 8.1: may be passed over).
  if (text.starts_with("\xEF\xBB\xBF")) text.erase(0, 3);
  return text;
}

}  // namespace

Result<std::string> ReadInput(const std::string& path) {
  if (path == "-") return ReadAll(std::cin, "standard input");
  std::ifstream file(path, std::ios::binary);
  if (!file) return Error{ErrorKind::kNotFound, "cannot be opened", path};
  return ReadAll(file, path);
}

}  // namespace wervelwijzer::app
