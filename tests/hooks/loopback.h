#pragma once

// Bytes over a loopback connection, for what no client library would send.

#include <cstdint>
#include <string>
#include <string_view>

namespace wervelwijzer::hooks {

// A port that is free at this moment.
std::uint16_t FreePort();

// A connection to 127.0.0.1; closes at the end.
class Connection {
 public:
  explicit Connection(std::uint16_t port);
  ~Connection();
  Connection(const Connection&) = delete;
  Connection& operator=(const Connection&) = delete;

  void Send(std::string_view bytes);
  void FinishSending();
  // What comes back until the end of one answer with a Content-Length, or until the peer closes.
  std::string ReadAnswer();

 private:
  int socket_;
};

// One request and its answer; `Connection: close`.
std::string Ask(std::uint16_t port, std::string_view method, std::string_view path,
                std::string_view body = {});

}  // namespace wervelwijzer::hooks
