#pragma once

// HTTP/1.1 over the listener of the C++ REST SDK 2.10. That listener has no time limits and no
// limit on connections and headers, takes odd lengths for granted and drops a pipelined request:
// it belongs on a loopback address or behind a proxy that has them (deploy/nginx.conf).

#include <memory>

#include "hooks/transport.h"

namespace wervelwijzer::hooks {

std::unique_ptr<Transport> MakeCpprestTransport(ListenAddress address, TransportLimits limits = {});

}  // namespace wervelwijzer::hooks
