#pragma once

// HTTP/1.1 over the listener of the C++ REST SDK 2.10. That listener has no time limits and no
// limit on connections and headers, and takes odd lengths for granted: it belongs on a loopback
// address or behind a proxy that has them (deploy/nginx.conf).

#include <cstdint>
#include <memory>
#include <string>

#include "hooks/transport.h"

namespace wervelwijzer::hooks {

struct ListenAddress {
  std::string host = "127.0.0.1";  // name or number; IPv6 in brackets
  std::uint16_t port = 8080;
};

std::unique_ptr<Transport> MakeCpprestTransport(ListenAddress address, TransportLimits limits = {});

}  // namespace wervelwijzer::hooks
