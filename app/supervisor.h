#pragma once

// What a supervisor of services (systemd) is told (sd_notify(3)): a datagram to the socket that
// NOTIFY_SOCKET names.

#include <chrono>
#include <optional>
#include <string_view>

namespace wervelwijzer::app {

// `READY=1`, `STOPPING=1`, `WATCHDOG=1` … Does nothing when nobody asked to be told; never waits.
void TellSupervisor(std::string_view state);

// How often it wants to hear `WATCHDOG=1` of this process at least; nothing when it does not.
std::optional<std::chrono::microseconds> WatchdogInterval();

}  // namespace wervelwijzer::app
