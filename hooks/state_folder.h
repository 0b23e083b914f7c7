#pragma once

// The folder that a server keeps things in: one server at a time, and one key for the hashes.

#include <memory>
#include <string>

#include "base/keyed_hash.h"
#include "base/result.h"

namespace wervelwijzer::hooks {

// A file by what it is, not by its name: a name can come to lead to another file.
struct FileIdentity {
  unsigned long long device = 0, inode = 0;  // both 0: no file
  bool operator==(const FileIdentity&) const = default;
  bool is_file() const { return inode != 0; }
};
// Of what the path leads to now.
FileIdentity IdentityOf(const std::string& path);

class StateFolder {
 public:
  // Takes the folder for this process until the destructor, which the end of the process does as
  // well, however it ends. kUnavailable when another server has it, or nothing can be kept there.
  static Result<std::unique_ptr<StateFolder>> Take(const std::string& path);
  ~StateFolder();
  StateFolder(const StateFolder&) = delete;
  StateFolder& operator=(const StateFolder&) = delete;

  const std::string& path() const { return path_; }
  const HashKey& key() const { return key_; }
  // Empty, or why the next start would find something else here. Names no place. Any thread.
  std::string Problem() const;

 private:
  StateFolder(std::string path, int lock, HashKey key);

  const std::string path_;
  const int lock_;
  const HashKey key_;
  const FileIdentity lock_file_, key_file_;
};

// The key of the hashes, kept in `path` with access for its owner only; made when it is not there.
Result<HashKey> LoadOrMakeKey(const std::string& path);

}  // namespace wervelwijzer::hooks
