#pragma once

// Requests without a connection: tests, fuzzing, and the benchmark of everything but HTTP.

#include <string>
#include <string_view>
#include <vector>

#include "hooks/transport.h"

namespace wervelwijzer::hooks {

class DirectTransport final : public Transport {
 public:
  explicit DirectTransport(TransportLimits limits = {}) : limits_(limits) {}

  Status Start(Handler handler) override;
  void Stop() override;

  // Sends a request and waits for its answer. REQUIRES: started.
  Response Send(std::string_view method, std::string_view target, std::string_view body = {},
                std::vector<Header> headers = {});

 private:
  TransportLimits limits_;
  Handler handler_;
};

}  // namespace wervelwijzer::hooks
