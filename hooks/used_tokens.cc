#include "hooks/used_tokens.h"

#include <dirent.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <chrono>
#include <cstring>
#include <fstream>
#include <iterator>
#include <utility>
#include <vector>

#include "base/log.h"

namespace wervelwijzer::hooks {
namespace {

constexpr std::string_view kPrefix = "used-tokens-";
// Client, id, end, and a check over them: what was cut or damaged is passed over.
constexpr std::size_t kRecordBytes = 5 * sizeof(std::uint64_t);
constexpr std::size_t kMostUnwritten = 4u << 20;

std::int64_t HourOf(TimePoint instant) {
  return std::chrono::floor<std::chrono::hours>(instant).time_since_epoch().count();
}

std::int64_t MinuteOf(TimePoint instant) {
  return std::chrono::floor<std::chrono::minutes>(instant).time_since_epoch().count();
}

void Append(std::string& bytes, std::uint64_t number) {
  char raw[sizeof number];
  std::memcpy(raw, &number, sizeof number);
  bytes.append(raw, sizeof raw);
}
std::uint64_t NumberAt(std::string_view bytes, std::size_t index) {
  std::uint64_t number = 0;
  std::memcpy(&number, bytes.data() + index * sizeof number, sizeof number);
  return number;
}

// Names of the files in the folder.
std::vector<std::string> FilesIn(const std::string& folder) {
  std::vector<std::string> names;
  DIR* const listed = opendir(folder.c_str());
  if (listed == nullptr) return names;
  while (const dirent* entry = readdir(listed)) {
    if (std::string_view(entry->d_name).starts_with(kPrefix)) names.emplace_back(entry->d_name);
  }
  closedir(listed);
  return names;
}

}  // namespace

UsedTokens::UsedTokens(std::string folder, const HashKey& key, std::size_t most_of_client)
    : folder_(std::move(folder)), key_(key), most_of_client_(most_of_client) {}

UsedTokens::~UsedTokens() {
  for (auto& [hour, file] : files_) {
    if (file.descriptor < 0) continue;
    (void)Flush(hour, file);
    close(file.descriptor);
  }
}

Status UsedTokens::Load(TimePoint now) {
  if (folder_.empty()) return {};
  const std::lock_guard lock(mutex_);
  for (const std::string& name : FilesIn(folder_)) ReadFile(folder_ + "/" + name, now);
  if (access(folder_.c_str(), W_OK) == 0) return {};
  return Error{ErrorKind::kUnavailable, "used tokens cannot be kept in this folder", folder_};
}

void UsedTokens::ReadFile(const std::string& path, TimePoint now) {
  std::ifstream stream(path, std::ios::binary);
  const std::string bytes((std::istreambuf_iterator<char>(stream)), {});
  std::size_t damaged = bytes.size() % kRecordBytes == 0 ? 0 : 1;
  for (std::size_t at = 0; at + kRecordBytes <= bytes.size(); at += kRecordBytes) {
    const std::string_view record(bytes.data() + at, kRecordBytes);
    const KeyedHash id{NumberAt(record, 1), NumberAt(record, 2)};
    const TimePoint until(Duration(static_cast<std::int64_t>(NumberAt(record, 3))));
    if (RecordOf(NumberAt(record, 0), id, until) != record) {
      ++damaged;
    } else if (until > now) {
      used_[NumberAt(record, 0)].Add(id, until);
    }
  }
  // The next record must not follow half of one.
  const std::size_t whole = bytes.size() - bytes.size() % kRecordBytes;
  if (whole != bytes.size() && truncate(path.c_str(), static_cast<off_t>(whole)) != 0) {
    Log(LogLevel::kError, "used-tokens-not-mended");
  }
  if (damaged != 0) Log(LogLevel::kWarning, "used-tokens-damaged", {{"records", damaged}});
}

void UsedTokens::Shelf::Add(const KeyedHash& id, TimePoint until) {
  used[id] = until;
  by_minute[MinuteOf(until)].push_back(id);
}

// Whole minutes, so that a client who fills its room costs no more than what it sends.
void UsedTokens::Shelf::Sweep(TimePoint now) {
  while (!by_minute.empty() && by_minute.begin()->first < MinuteOf(now)) {
    for (const KeyedHash& id : by_minute.begin()->second) {
      const auto found = used.find(id);
      if (found != used.end() && found->second <= now) used.erase(found);
    }
    by_minute.erase(by_minute.begin());
  }
}

std::string UsedTokens::PathOf(std::int64_t hour) const {
  return folder_ + "/" + std::string(kPrefix) + std::to_string(hour);
}

std::string UsedTokens::RecordOf(std::uint64_t client, const KeyedHash& id, TimePoint until) const {
  std::string record;
  record.reserve(kRecordBytes);
  Append(record, client);
  Append(record, id.first);
  Append(record, id.second);
  Append(record, static_cast<std::uint64_t>(until.time_since_epoch().count()));
  Append(record, HashWithKey(key_, record).first);
  return record;
}

UsedTokens::Answer UsedTokens::Use(std::string_view client, std::string_view id, TimePoint until,
                                   TimePoint now) {
  const std::uint64_t owner = HashWithKey(key_, "client\n" + std::string(client)).first;
  const KeyedHash hash = HashWithKey(key_, std::string(client) + "\n" + std::string(id));
  const std::lock_guard lock(mutex_);
  Shelf& shelf = used_[owner];
  shelf.Sweep(now);
  const auto found = shelf.used.find(hash);
  if (found != shelf.used.end() && found->second > now) return Answer::kAgain;
  if (found == shelf.used.end() && shelf.used.size() >= most_of_client_) {
    ++no_room_;
    return Answer::kNoRoom;
  }
  shelf.Add(hash, until);
  if (!folder_.empty()) Write(HourOf(until), RecordOf(owner, hash, until));
  return Answer::kFirst;
}

void UsedTokens::Write(std::int64_t hour, const std::string& record) {
  File& file = files_[hour];
  if (file.unwritten.size() + record.size() <= kMostUnwritten) file.unwritten += record;
  const bool written = Flush(hour, file);
  if (!written && !is_failing_) Log(LogLevel::kError, "used-tokens-not-written");
  is_failing_ = !written;
}

// Whole records reach the file, or the rest follows at the next try.
bool UsedTokens::Flush(std::int64_t hour, File& file) {
  if (file.descriptor < 0) {
    constexpr int kHow = O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC | O_NOFOLLOW;
    file.descriptor = open(PathOf(hour).c_str(), kHow, S_IRUSR | S_IWUSR);
    if (file.descriptor < 0) return false;
    file.identity = IdentityOf(PathOf(hour));
  }
  while (!file.unwritten.empty()) {
    const ssize_t count = write(file.descriptor, file.unwritten.data(), file.unwritten.size());
    if (count <= 0) return false;
    file.unwritten.erase(0, static_cast<std::size_t>(count));
    file.is_dirty = true;
  }
  return true;
}

// All that is remembered of that hour, into a new file.
void UsedTokens::MakeAgain(std::int64_t hour, File& file) {
  close(file.descriptor);
  file = File{};
  for (const auto& [client, shelf] : used_) {
    for (const auto& [id, until] : shelf.used) {
      if (HourOf(until) == hour) file.unwritten += RecordOf(client, id, until);
    }
  }
  Log(LogLevel::kWarning, "used-tokens-written-again");
}

void UsedTokens::Tend(TimePoint now) {
  if (folder_.empty()) return;
  std::vector<int> dirty;
  {
    const std::lock_guard lock(mutex_);
    bool is_failing = false;
    for (auto& [hour, file] : files_) {
      if (file.descriptor >= 0 && IdentityOf(PathOf(hour)) != file.identity) MakeAgain(hour, file);
      is_failing = !Flush(hour, file) || is_failing;
      if (std::exchange(file.is_dirty, false)) dirty.push_back(dup(file.descriptor));
    }
    is_failing_ = is_failing;
    std::erase_if(files_, [&](const auto& entry) {
      if (entry.first >= HourOf(now)) return false;
      if (entry.second.descriptor >= 0) close(entry.second.descriptor);
      return true;
    });
    const bool is_new_hour = std::exchange(tended_hour_, HourOf(now)) != HourOf(now);
    for (const std::string& name : is_new_hour ? FilesIn(folder_) : std::vector<std::string>()) {
      const std::int64_t hour = std::strtoll(name.c_str() + kPrefix.size(), nullptr, 10);
      if (hour < HourOf(now)) unlink((folder_ + "/" + name).c_str());
    }
  }
  for (const int descriptor : dirty) {
    if (descriptor < 0) continue;
    fdatasync(descriptor);
    close(descriptor);
  }
}

std::string UsedTokens::Problem() const {
  const std::lock_guard lock(mutex_);
  return is_failing_ ? "used tokens cannot be written" : "";
}

std::string UsedTokens::ToText() const {
  const std::lock_guard lock(mutex_);
  std::size_t count = 0;
  for (const auto& [client, shelf] : used_) count += shelf.used.size();
  return "# HELP wervelwijzer_used_tokens Tokens that are remembered as used.\n"
         "# TYPE wervelwijzer_used_tokens gauge\n"
         "wervelwijzer_used_tokens " +
         std::to_string(count) +
         "\n# HELP wervelwijzer_used_tokens_no_room_total Calls refused because their client used"
         " up its room.\n"
         "# TYPE wervelwijzer_used_tokens_no_room_total counter\n"
         "wervelwijzer_used_tokens_no_room_total " +
         std::to_string(no_room_) + "\n";
}

}  // namespace wervelwijzer::hooks
