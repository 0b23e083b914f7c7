#include "terminology/file_bytes.h"

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <system_error>

namespace wervelwijzer::terminology {
namespace {

// Closes on the way out, whatever the way.
class Descriptor {
 public:
  explicit Descriptor(int number) : number_(number) {}
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  ~Descriptor() {
    if (number_ >= 0) close(number_);
  }
  int number() const { return number_; }

 private:
  int number_;
};

Error Unavailable(const char* what, const std::string& path) {
  const int code = errno;
  return {code == ENOENT ? ErrorKind::kNotFound : ErrorKind::kUnavailable,
          std::string(what) + ": " + std::generic_category().message(code), path};
}

Status WriteAll(int file, std::string_view bytes, const std::string& path) {
  while (!bytes.empty()) {
    const ssize_t written = write(file, bytes.data(), bytes.size());
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) return Unavailable("cannot write", path);
    bytes.remove_prefix(static_cast<std::size_t>(written));
  }
  if (fsync(file) != 0) return Unavailable("cannot write", path);
  return {};
}

}  // namespace

Result<MappedFile> MappedFile::Open(const std::string& path) {
  const Descriptor file(open(path.c_str(), O_RDONLY | O_CLOEXEC));
  struct stat state = {};
  if (file.number() < 0 || fstat(file.number(), &state) != 0) {
    return Unavailable("cannot be read", path);
  }
  if (!S_ISREG(state.st_mode)) return InvalidInput("is not a file", path);
  const auto size = static_cast<std::size_t>(state.st_size);
  if (size == 0) return MappedFile({});
  void* begin = mmap(nullptr, size, PROT_READ, MAP_SHARED, file.number(), 0);
  if (begin == MAP_FAILED) return Unavailable("cannot be mapped", path);
  return MappedFile({static_cast<const char*>(begin), size});
}

MappedFile::~MappedFile() {
  if (!bytes_.empty()) munmap(const_cast<char*>(bytes_.data()), bytes_.size());
}

Status WriteFileAtomically(const std::string& path, std::string_view bytes) {
  // A name of its own for each writer: process numbers of two containers may be the same.
  std::string beside = path + ".new-XXXXXX";
  {
    const Descriptor file(mkostemp(beside.data(), O_CLOEXEC));
    if (file.number() < 0) return Unavailable("cannot be made", beside);
    fchmod(file.number(), 0644);
    if (Status written = WriteAll(file.number(), bytes, beside); !written.ok()) {
      unlink(beside.c_str());
      return written;
    }
  }
  if (std::rename(beside.c_str(), path.c_str()) != 0) {
    const Error error = Unavailable("cannot be replaced", path);
    unlink(beside.c_str());
    return error;
  }
  // The name is durable when its folder is.
  const std::string folder = path.substr(0, path.rfind('/') + 1);
  const Descriptor directory(open(folder.empty() ? "." : folder.c_str(), O_RDONLY | O_CLOEXEC));
  if (directory.number() >= 0) fsync(directory.number());
  return {};
}

}  // namespace wervelwijzer::terminology
