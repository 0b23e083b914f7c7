#pragma once

// The ids of tokens that were used, until they would be refused as expired: in memory, and in files
// that the next start reads, one for each hour in which they expire. Each client has room of its
// own. Ids are kept as keyed hashes.

#include <cstdint>
#include <map>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "base/keyed_hash.h"
#include "base/result.h"
#include "hooks/state_folder.h"

namespace wervelwijzer::hooks {

// Any thread.
class UsedTokens {
 public:
  enum class Answer { kFirst, kAgain, kNoRoom };

  // Remembers at most so many of each client. An empty `folder` keeps nothing beyond the process.
  UsedTokens(std::string folder, const HashKey& key, std::size_t most_of_client = 500'000);
  ~UsedTokens();
  UsedTokens(const UsedTokens&) = delete;
  UsedTokens& operator=(const UsedTokens&) = delete;

  // Reads what a server before this one has kept. Once, before Use(). kUnavailable with the path.
  Status Load(TimePoint now);

  // Whether `id` is used for the first time; it is then remembered until `until`, also when this
  // process ends at once. When the disk takes nothing it is remembered in memory, and written once
  // that is possible again: a full disk keeps nobody out.
  Answer Use(std::string_view client, std::string_view id, TimePoint until, TimePoint now);

  // Brings what was written through to the disk, makes files again that were taken away, and
  // removes those whose tokens have all expired. Every second or so.
  void Tend(TimePoint now);
  // Empty, or why what is used would be forgotten at the next start. Names no place.
  std::string Problem() const;
  // Counters in the text format of Prometheus.
  std::string ToText() const;

 private:
  struct Shelf {  // of one client
    std::map<KeyedHash, TimePoint> used;
    std::map<std::int64_t, std::vector<KeyedHash>> by_minute;  // the same by when they expire
    void Add(const KeyedHash& id, TimePoint until);
    void Sweep(TimePoint now);
  };
  struct File {  // of one hour of expiry
    int descriptor = -1;
    FileIdentity identity;
    std::string unwritten;
    bool is_dirty = false;
  };

  void ReadFile(const std::string& path, TimePoint now);
  std::string PathOf(std::int64_t hour) const;
  std::string RecordOf(std::uint64_t client, const KeyedHash& id, TimePoint until) const;
  void Write(std::int64_t hour, const std::string& record);
  bool Flush(std::int64_t hour, File& file);
  void MakeAgain(std::int64_t hour, File& file);

  const std::string folder_;
  const HashKey key_;
  const std::size_t most_of_client_;
  mutable std::mutex mutex_;             // of what follows
  std::map<std::uint64_t, Shelf> used_;  // by a hash of the client's id
  std::map<std::int64_t, File> files_;   // by hours since 1970
  std::int64_t tended_hour_ = 0;
  bool is_failing_ = false;
  std::uint64_t no_room_ = 0;
};

}  // namespace wervelwijzer::hooks
