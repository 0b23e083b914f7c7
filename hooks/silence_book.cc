#include "hooks/silence_book.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <charconv>
#include <chrono>
#include <fstream>
#include <utility>

namespace wervelwijzer::hooks {
namespace {

constexpr int kMostCriticalHours = 24;
constexpr int kUntilItChangesHours = 10 * 365 * 24;
constexpr int kMostHours = 365 * 24;
constexpr std::size_t kMostResting = 100'000;

}  // namespace

SilenceHours DefaultSilenceHours() {
  return {{"already-done", 7 * 24},
          {"patient-declines", 14 * 24},
          {"not-fit", 3 * 24},
          {"other-centre-involved", 7 * 24},
          {"data-wrong", 24},
          {"not-relevant", 3 * 24},
          {"other", 24}};
}

Result<SilenceHours> SilenceHoursOf(const std::vector<std::string>& entries) {
  SilenceHours hours = DefaultSilenceHours();
  for (const std::string& entry : entries) {
    const std::size_t equals = entry.find('=');
    const std::string reason = entry.substr(0, equals);
    const auto known = hours.find(reason);
    if (equals == std::string::npos || known == hours.end()) {
      return InvalidInput("`" + entry + "` is not a reason of ours with hours, `other=24`",
                          "silence");
    }
    const char* end = entry.data() + entry.size();
    int number = -1;
    const auto read = std::from_chars(entry.data() + equals + 1, end, number);
    if (read.ec != std::errc() || read.ptr != end || number < 0 || number > kMostHours) {
      return InvalidInput("`" + entry + "` has no number of hours from 0 to 8760", "silence");
    }
    known->second = number;
  }
  return hours;
}

SilenceBook::SilenceBook(HashKey key, SilenceHours hours, std::size_t most_shown)
    : key_(key), hours_(std::move(hours)), most_shown_(std::max<std::size_t>(most_shown, 1)) {}

// The lengths keep `a` and `bc` apart from `ab` and `c`.
KeyedHash SilenceBook::SubjectOf(const SilenceContext& context, std::string_view name) const {
  std::string text;
  for (const std::string_view part : {context.client, context.patient, context.service, name}) {
    text += std::to_string(part.size());
    text += ':';
    text += part;
  }
  return HashWithKey(key_, text);
}

bool SilenceBook::IsSilenced(const SilenceContext& context, const cards::CardIdentity& identity,
                             TimePoint now) const {
  {
    const std::lock_guard lock(mutex_);
    if (resting_.empty()) return false;  // as nearly always: then nothing is hashed
  }
  const KeyedHash subject = SubjectOf(context, identity.name);
  const std::lock_guard lock(mutex_);
  const auto found = resting_.find(subject);
  return found != resting_.end() && now < found->second.until &&
         found->second.state == HashWithKey(key_, identity.state);
}

void SilenceBook::NoteShown(const SilenceContext& context, const cards::Card& card) {
  const bool is_critical = card.indicator == cards::Indicator::kCritical;
  const std::string& topic = card.source.topic.code;
  const bool is_red_flag = topic == "red-flag";
  const Shown shown{SubjectOf(context, card.identity.name), HashWithKey(key_, card.identity.state),
                    is_red_flag, is_critical || is_red_flag || topic == "brain-radiotherapy"};
  const std::uint64_t id = HashWithKey(key_, card.uuid).first;
  const std::lock_guard lock(mutex_);
  if (!shown_.insert_or_assign(id, shown).second) return;
  order_.push_back(id);
  if (order_.size() <= most_shown_) return;
  shown_.erase(order_.front());
  order_.pop_front();
}

std::optional<Silence> SilenceBook::SilenceFor(std::string_view card_uuid, std::string_view reason,
                                               TimePoint at) const {
  const auto hours = hours_.find(reason);
  if (hours == hours_.end() || hours->second == 0) return std::nullopt;
  const std::uint64_t id = HashWithKey(key_, card_uuid).first;
  const std::lock_guard lock(mutex_);
  const auto found = shown_.find(id);
  if (found == shown_.end()) return std::nullopt;
  const Shown& shown = found->second;
  int rest = hours->second;
  if (shown.is_bounded) rest = std::min(rest, kMostCriticalHours);
  if (shown.is_red_flag && reason == "patient-declines") rest = kUntilItChangesHours;
  return Silence{shown.subject, shown.state, at + std::chrono::hours(rest)};
}

void SilenceBook::Begin(const Silence& silence) {
  const std::lock_guard lock(mutex_);
  resting_.insert_or_assign(silence.subject, Rest{silence.state, silence.until});
  if (resting_.size() <= kMostResting) return;
  // Whoever would have rested shortest speaks again: too much said is safer than too little.
  resting_.erase(std::min_element(
      resting_.begin(), resting_.end(),
      [](const auto& one, const auto& other) { return one.second.until < other.second.until; }));
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
