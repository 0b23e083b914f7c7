// Any bytes on a connection to the Beast listener: they are answered or the connection ends, and no
// handler sees a request whose headers frame it in two ways. The parts of HTTP that are plain text
// are asked as well.

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <memory>
#include <string>
#include <string_view>

#include "hooks/host_name.h"
#include "hooks/http_framing.h"
#include "hooks/http_text.h"
#include "hooks/outgoing.h"
#include "hooks/reply.h"
#include "hooks/transport_beast.h"
#include "hooks/web_address.h"
#include "tests/hooks/loopback.h"

namespace {

using namespace wervelwijzer;

class Server {
 public:
  Server() : port_(hooks::FreePort()) {
    hooks::TransportLimits limits;
    limits.body_bytes = 1u << 10;
    limits.header_bytes = 1u << 10;
    limits.header_timeout = limits.body_timeout = std::chrono::milliseconds(200);
    limits.idle_timeout = std::chrono::milliseconds(200);
    limits.threads = 1;
    transport_ = hooks::MakeBeastTransport({"127.0.0.1", port_}, limits);
    const Status started =
        transport_->Start([](const hooks::RequestView& request, hooks::Reply reply) {
          // Of which version it was the handler is not told; HTTP/1.0 needs no host.
          const bool is_fault = hooks::FindFramingFault(1, request.headers).has_value() &&
                                hooks::FindFramingFault(0, request.headers).has_value();
          if (is_fault) std::abort();
          reply(hooks::Answer(200, hooks::kJson, "{}"));
        });
    if (!started.ok()) std::abort();
  }
  ~Server() { transport_->Stop(); }

  void Take(std::string_view bytes) const {
    hooks::Connection connection(port_);
    connection.Send(bytes);
    connection.FinishSending();
    const std::string answer = connection.ReadAnswer();
    if (!answer.empty() && !answer.starts_with("HTTP/1.1 ")) std::abort();
  }

 private:
  std::uint16_t port_;
  std::unique_ptr<hooks::Transport> transport_;
};

void LookAtText(std::string_view text) {
  (void)hooks::OriginForm(text);
  (void)hooks::HostOf(text);
  if (const auto address = hooks::ParseWebAddress(text); address.ok()) {
    if (!hooks::IsTarget(address->target)) std::abort();
  }
  if (!hooks::IsHeaderValue(hooks::AsHeaderValue(text))) std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const Server kServer;
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  LookAtText(text);
  kServer.Take(text);
  return 0;
}
