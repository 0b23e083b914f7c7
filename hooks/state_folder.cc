#include "hooks/state_folder.h"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <fstream>
#include <utility>

namespace wervelwijzer::hooks {
namespace {

constexpr char kLockName[] = "/lock";
constexpr char kKeyName[] = "/silence.key";

Error Unavailable(const char* message, const std::string& path) {
  return {ErrorKind::kUnavailable, message, path};
}

}  // namespace

FileIdentity IdentityOf(const std::string& path) {
  struct stat info = {};
  if (stat(path.c_str(), &info) != 0) return {};
  return {info.st_dev, info.st_ino};
}

Result<std::unique_ptr<StateFolder>> StateFolder::Take(const std::string& path) {
  const std::string lock_path = path + kLockName;
  const int lock =
      open(lock_path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, S_IRUSR | S_IWUSR);
  if (lock < 0) return Unavailable("nothing can be kept in this folder", path);
  // Of the open file, so that it ends with the process, even with kill -9.
  if (flock(lock, LOCK_EX | LOCK_NB) != 0) {
    close(lock);
    return Unavailable(
        "another server keeps its feedback in this folder; give each a `--state-dir` of its own",
        path);
  }
  const Result<HashKey> key = LoadOrMakeKey(path + kKeyName);
  if (!key.ok()) {
    close(lock);
    return key.error();
  }
  return std::unique_ptr<StateFolder>(new StateFolder(path, lock, *key));
}

StateFolder::StateFolder(std::string path, int lock, HashKey key)
    : path_(std::move(path)),
      lock_(lock),
      key_(key),
      lock_file_(IdentityOf(path_ + kLockName)),
      key_file_(IdentityOf(path_ + kKeyName)) {}

StateFolder::~StateFolder() { close(lock_); }

std::string StateFolder::Problem() const {
  if (IdentityOf(path_ + kLockName) != lock_file_) return "the folder or its lock was moved";
  if (IdentityOf(path_ + kKeyName) != key_file_) return "the key of the hashes was moved";
  return {};
}

Result<HashKey> LoadOrMakeKey(const std::string& path) {
  HashKey key;
  std::ifstream file(path, std::ios::binary);
  if (file) {
    file.read(reinterpret_cast<char*>(key.data()), static_cast<std::streamsize>(key.size()));
    if (file.gcount() == static_cast<std::streamsize>(key.size()) && file.get() == EOF) return key;
    return Error{ErrorKind::kUnavailable, "is not a key of ours; take it away for a new one", path};
  }
  key = RandomHashKey();
  const int made = open(path.c_str(), O_CREAT | O_EXCL | O_WRONLY | O_CLOEXEC, S_IRUSR | S_IWUSR);
  if (made < 0) return Error{ErrorKind::kUnavailable, "cannot make the key of the silences", path};
  const bool written =
      write(made, key.data(), key.size()) == static_cast<ssize_t>(key.size()) && fsync(made) == 0;
  close(made);
  if (written) return key;
  unlink(path.c_str());
  return Error{ErrorKind::kUnavailable, "cannot write the key of the silences", path};
}

}  // namespace wervelwijzer::hooks
