#pragma once

// HTTP/1.1 over Boost.Beast's parser and Asio's sockets: the listener that `serve` uses. Each
// thread carries its own connections from the first byte to the last, so that a small request
// changes threads nowhere. All of TransportLimits hold. Without TLS: that is for a proxy in front.

#include <memory>

#include "hooks/transport.h"

namespace wervelwijzer::hooks {

std::unique_ptr<Transport> MakeBeastTransport(ListenAddress address, TransportLimits limits = {});

}  // namespace wervelwijzer::hooks
