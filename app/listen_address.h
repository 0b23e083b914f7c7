#pragma once

#include "app/settings.h"
#include "base/result.h"
#include "hooks/transport_cpprest.h"

namespace wervelwijzer::app {

// The address to bind: `listen` with `port` put in. Another address than loopback is refused unless
// a proxy stands in front, because the listener has no time limits and no TLS of its own.
Result<hooks::ListenAddress> ListenAddressOf(const ServeSettings& settings);

}  // namespace wervelwijzer::app
