#pragma once

// Reads from the servers of registered clients over HTTP/1.1. Follows no redirection, so that a
// server cannot send us elsewhere; over TLS (1.2 and later) the certificate must be valid for the
// host by the roots of the system (SSL_CERT_FILE and SSL_CERT_DIR name others).

#include <chrono>
#include <cstddef>
#include <memory>
#include <string>

#include "base/function.h"
#include "base/log.h"
#include "base/result.h"
#include "hooks/web_address.h"

namespace wervelwijzer::hooks {

struct HttpFetch {
  WebAddress address;
  std::string accept = "application/fhir+json, application/json";
  Personal<std::string> bearer = {};      // access token; empty: none is sent
  std::size_t max_bytes = 8u << 20;       // of the body
  std::chrono::milliseconds limit{5000};  // from now to the last byte
};

struct HttpReply {
  int status = 0;
  std::string body;
};

// kTimeout, kTooLarge, or kUnavailable for everything else that hindered. Messages name no address
// and no data.
using HttpDone = MoveOnlyFunction<void(Result<HttpReply>)>;

// Any thread may call.
class HttpClient {
 public:
  virtual ~HttpClient() = default;
  // `done` is called exactly once, on the thread of the client and never from within Get: it must
  // not work long there. Refused with kUnavailable when too many are under way, and when a part is
  // not what it has to be (outgoing.h): the target, a header, the token.
  virtual void Get(HttpFetch fetch, HttpDone done) = 0;
  // Calls `then` on the thread of the client when the time is over; drops it at Stop.
  virtual void After(std::chrono::milliseconds time, MoveOnlyFunction<void()> then) = 0;
  // Ends what is under way (kUnavailable) and the thread. May be called twice; what is asked
  // afterwards is refused at once, on the thread that asks.
  virtual void Stop() = 0;
};

// `max_open` is how many fetches may be under way, `max_each` how many of them to one server, so
// that a slow one keeps the others from nothing.
std::unique_ptr<HttpClient> MakeHttpClient(std::size_t max_open = 256, std::size_t max_each = 128);

}  // namespace wervelwijzer::hooks
