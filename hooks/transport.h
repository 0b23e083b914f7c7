#pragma once

// The seam between bytes on a connection and the program. A transport turns a connection into
// RequestViews and Responses into bytes; everything behind the Handler sees no socket.

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/clock.h"
#include "base/function.h"
#include "base/hang_up.h"
#include "base/result.h"

namespace wervelwijzer::hooks {

struct Header {
  std::string_view name, value;
};

struct Peer {
  // Number of the host that the connection comes from, without a port: behind a front that of the
  // front. Empty where the transport does not know it. Personal data when it is that of a person.
  std::string_view address;
};

// One request. The views live until the Reply was called.
struct RequestView {
  std::string_view method;  // `POST`
  std::string_view target;  // path and query as sent, not decoded
  std::span<const Header> headers;
  // May be overwritten; PaddedBuffer::kPadding readable bytes follow, the first of them NUL.
  std::span<char> body;
  TimePoint received;
  TimePoint deadline;
  Peer peer;
  // Told when the client hangs up before its answer. Lives as the views do; null: nobody watches.
  const HangUp* hang_up = nullptr;

  // The first header of that name, letter case aside; empty when there is none.
  std::string_view HeaderValue(std::string_view name) const;
  // The target without its query.
  std::string_view path() const { return target.substr(0, target.find('?')); }
};

using SharedBytes = std::shared_ptr<const std::string>;
using Headers = std::vector<std::pair<std::string, std::string>>;

struct Response {
  int status = 200;
  std::string_view content_type;  // a literal; empty for an answer without a body
  SharedBytes body;               // null means empty; not sent in answer to HEAD
  Headers extra;
};

// Called exactly once, from any thread.
using Reply = MoveOnlyFunction<void(Response)>;
// Never blocks the thread of the transport on anything but the processor.
using Handler = std::function<void(const RequestView&, Reply)>;

// Where to listen.
struct ListenAddress {
  std::string host = "127.0.0.1";  // name or number; IPv6 in brackets
  std::uint16_t port = 8080;
};

struct TransportLimits {
  std::size_t body_bytes = 8u << 20;  // 8 MiB; above it 413
  // Those as far as `deadline` hold for the Beast listener; that of the C++ REST SDK has no such
  // limits.
  // Bodies of all connections while they arrive; who sends more than is left is answered 503.
  std::size_t all_body_bytes = 256u << 20;
  // Request line and headers, above it 431; the same again for what else frames a body in chunks:
  // extensions and trailers, beyond 32 bytes a chunk.
  std::size_t header_bytes = 16u << 10;
  // Connections of all addresses, and of one (ShareOwner). Who comes above it is let in to be
  // answered 503 or, at a path for watching, served; of those the oldest has to make room.
  std::size_t connections = 512;
  std::size_t connections_each = 128;
  std::size_t reserve = 32;
  std::chrono::milliseconds header_timeout{10'000};  // from the first byte to the empty line
  std::chrono::milliseconds body_timeout{30'000};    // the body, or the sending of an answer
  std::chrono::milliseconds idle_timeout{75'000};    // between two requests
  std::chrono::milliseconds crowded_timeout{5'000};  // the same, while most places are taken
  std::chrono::milliseconds reserve_timeout{2'000};  // from accepting to the empty line
  // How long after its arrival a request should be answered; handed on as RequestView::deadline.
  std::chrono::milliseconds deadline{450};
  // How long Stop waits for answers in the making; half of it for requests that are half received.
  std::chrono::milliseconds drain{10'000};
  std::size_t threads = 0;  // that carry requests; 0 means one for each processor
};

class Transport {
 public:
  virtual ~Transport() = default;
  // Begins to listen. kUnavailable when the address cannot be had.
  virtual Status Start(Handler handler) = 0;
  // Takes no new connections, waits for what is half received, sends the answers in the making, and
  // closes. May be called twice.
  virtual void Stop() = 0;
  // What carries its connections has turned lately. Always true where that cannot be told.
  virtual bool IsAlive() const { return true; }
};

}  // namespace wervelwijzer::hooks
