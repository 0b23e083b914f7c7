#pragma once

// The seam between bytes on a connection and the program. A transport turns a connection into
// RequestViews and Responses into bytes; everything behind the Handler sees no socket.

#include <chrono>
#include <cstddef>
#include <functional>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/clock.h"
#include "base/function.h"
#include "base/result.h"

namespace wervelwijzer::hooks {

struct Header {
  std::string_view name, value;
};

struct Peer {
  std::string_view address;  // may be empty
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
  SharedBytes body;               // null means empty
  Headers extra;
};

// Called exactly once, from any thread.
using Reply = MoveOnlyFunction<void(Response)>;
// Never blocks the thread of the transport on anything but the processor.
using Handler = std::function<void(const RequestView&, Reply)>;

struct TransportLimits {
  std::size_t body_bytes = 8u << 20;  // 8 MiB; above it 413
  // How long after its arrival a request should be answered; handed on as RequestView::deadline.
  std::chrono::milliseconds deadline{450};
  // How long Stop waits for answers in the making.
  std::chrono::milliseconds drain{10'000};
  std::size_t threads = 0;  // that carry requests; 0 means one for each processor
};

class Transport {
 public:
  virtual ~Transport() = default;
  // Begins to listen. kUnavailable when the address cannot be had.
  virtual Status Start(Handler handler) = 0;
  // Takes no new requests, sends the answers in the making, and closes. May be called twice.
  virtual void Stop() = 0;
};

}  // namespace wervelwijzer::hooks
