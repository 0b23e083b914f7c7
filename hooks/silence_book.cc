#include "hooks/silence_book.h"

#include <algorithm>
#include <charconv>
#include <chrono>
#include <ctime>
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

Duration UptimeOfSystem() {
  timespec passed = {};
  clock_gettime(CLOCK_BOOTTIME, &passed);
  return std::chrono::duration_cast<Duration>(std::chrono::seconds(passed.tv_sec) +
                                              std::chrono::nanoseconds(passed.tv_nsec));
}

SilenceBook::SilenceBook(HashKey key, SilenceHours hours, std::size_t most_shown, Uptime uptime)
    : key_(key),
      hours_(std::move(hours)),
      most_shown_(std::max<std::size_t>(most_shown, 1)),
      uptime_(std::move(uptime)) {}

// The lengths keep `a` and `bc` apart from `ab` and `c`.
KeyedHash SilenceBook::HashOf(std::initializer_list<std::string_view> parts) const {
  std::string text;
  std::size_t size = 0;
  for (const std::string_view part : parts) size += part.size() + 21;
  text.reserve(size);
  for (const std::string_view part : parts) {
    text += std::to_string(part.size());
    text += ':';
    text += part;
  }
  return HashWithKey(key_, text);
}

KeyedHash SilenceBook::SubjectOf(const SilenceContext& context, std::string_view name) const {
  return HashOf({context.owner, context.server, context.patient, context.service, name});
}

SilenceBook::Shelf& SilenceBook::ShelfOf(std::string_view owner) {
  const auto found = shelves_.find(owner);
  return found != shelves_.end() ? found->second : shelves_[std::string(owner)];
}

bool SilenceBook::IsSilenced(const SilenceContext& context, const cards::CardIdentity& identity,
                             TimePoint now) const {
  {
    const std::lock_guard lock(mutex_);
    const auto shelf = shelves_.find(context.owner);
    // As nearly always: then nothing is hashed.
    if (shelf == shelves_.end() || shelf->second.resting.empty()) return false;
  }
  const KeyedHash subject = SubjectOf(context, identity.name);
  const KeyedHash state = HashOf({context.birth_date, identity.state});
  const std::lock_guard lock(mutex_);
  const auto& resting = shelves_.find(context.owner)->second.resting;  // shelves are never removed
  const auto found = resting.find(subject);
  if (found == resting.end()) return false;
  const Rest& rest = found->second;
  return rest.begun <= now && now < rest.until && uptime_() < rest.until_uptime &&
         rest.state == state;
}

void SilenceBook::NoteShown(const SilenceContext& context, const cards::Card& card) {
  if (context.owner.empty()) return;
  const bool is_critical = card.indicator == cards::Indicator::kCritical;
  const std::string& topic = card.source.topic.code;
  const bool is_red_flag = topic == "red-flag";
  const Shown shown{SubjectOf(context, card.identity.name),
                    HashOf({context.birth_date, card.identity.state}), is_red_flag,
                    is_critical || is_red_flag || topic == "brain-radiotherapy"};
  const std::uint64_t id = HashWithKey(key_, card.uuid).first;
  const std::lock_guard lock(mutex_);
  Shelf& shelf = ShelfOf(context.owner);
  if (shelf.teller != context.teller) shelf.teller = context.teller;
  if (!shelf.shown.insert_or_assign(id, shown).second) return;
  shelf.order.push_back(id);
  if (shelf.order.size() <= most_shown_) return;
  shelf.shown.erase(shelf.order.front());
  shelf.order.pop_front();
}

std::optional<Silence> SilenceBook::SilenceFor(std::string_view teller, std::string_view card_uuid,
                                               std::string_view reason, TimePoint at) const {
  const auto hours = hours_.find(reason);
  if (hours == hours_.end() || hours->second == 0) return std::nullopt;
  const std::uint64_t id = HashWithKey(key_, card_uuid).first;
  const std::lock_guard lock(mutex_);
  for (const auto& [owner, shelf] : shelves_) {
    if (shelf.teller != teller) continue;
    const auto found = shelf.shown.find(id);
    if (found == shelf.shown.end()) continue;
    const Shown& shown = found->second;
    int rest = hours->second;
    if (shown.is_bounded) rest = std::min(rest, kMostCriticalHours);
    if (shown.is_red_flag && reason == "patient-declines") rest = kUntilItChangesHours;
    return Silence{owner, shown.subject, shown.state, at, at + std::chrono::hours(rest)};
  }
  return std::nullopt;
}

void SilenceBook::Begin(const Silence& silence, TimePoint now) {
  const Duration left = std::min(silence.until - now, silence.until - silence.begun);
  const Rest rest{silence.state, silence.begun, silence.until, uptime_() + left};
  const std::lock_guard lock(mutex_);
  auto& resting = ShelfOf(silence.owner).resting;
  resting.insert_or_assign(silence.subject, rest);
  if (resting.size() <= kMostResting) return;
  // Whoever would have rested shortest speaks again: too much said is safer than too little. Many
  // at a time, so that one more costs little.
  std::vector<TimePoint> ends;
  for (const auto& [subject, one] : resting) ends.push_back(one.until);
  const auto tenth = ends.begin() + static_cast<std::ptrdiff_t>(ends.size() / 10);
  std::nth_element(ends.begin(), tenth, ends.end());
  std::erase_if(resting, [end = *tenth](const auto& one) { return one.second.until <= end; });
}

}  // namespace wervelwijzer::hooks
