#pragma once

#include "app/settings.h"
#include "base/result.h"
#include "hooks/transport.h"

namespace wervelwijzer::app {

// The address to bind: `listen` with `port` put in. Another address than loopback is refused unless
// a proxy stands in front, because access is open and no listener has TLS of its own.
Result<hooks::ListenAddress> ListenAddressOf(const ServeSettings& settings);

}  // namespace wervelwijzer::app
