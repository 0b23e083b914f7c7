#include "app/supervisor.h"

#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <charconv>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <cstring>

namespace wervelwijzer::app {
namespace {

std::string_view Variable(const char* name) {
  const char* value = std::getenv(name);
  return value == nullptr ? std::string_view() : std::string_view(value);
}

std::optional<std::int64_t> NumberOf(std::string_view text) {
  std::int64_t number = 0;
  const auto read = std::from_chars(text.data(), text.data() + text.size(), number);
  if (read.ec != std::errc() || read.ptr != text.data() + text.size()) return std::nullopt;
  return number;
}

}  // namespace

void TellSupervisor(std::string_view state) {
  const std::string_view place = Variable("NOTIFY_SOCKET");
  sockaddr_un address = {};
  if (place.size() < 2 || place.size() >= sizeof address.sun_path) return;
  if (place.front() != '/' && place.front() != '@') return;
  address.sun_family = AF_UNIX;
  std::memcpy(address.sun_path, place.data(), place.size());
  if (place.front() == '@') address.sun_path[0] = '\0';  // a name without a file
  const int socket = ::socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
  if (socket < 0) return;
  const auto size = static_cast<socklen_t>(offsetof(sockaddr_un, sun_path) + place.size());
  (void)::sendto(socket, state.data(), state.size(), MSG_NOSIGNAL | MSG_DONTWAIT,
                 reinterpret_cast<const sockaddr*>(&address), size);
  ::close(socket);
}

std::optional<std::chrono::microseconds> WatchdogInterval() {
  const auto interval = NumberOf(Variable("WATCHDOG_USEC"));
  if (!interval || *interval <= 0) return std::nullopt;
  const std::string_view process = Variable("WATCHDOG_PID");
  if (!process.empty() && NumberOf(process) != ::getpid()) return std::nullopt;
  return std::chrono::microseconds(*interval);
}

}  // namespace wervelwijzer::app
