#include "app/listen_address.h"

#include <charconv>
#include <string_view>

#include "hooks/host_name.h"

namespace wervelwijzer::app {
Result<hooks::ListenAddress> ListenAddressOf(const ServeSettings& settings) {
  const std::string_view listen = settings.listen;
  const std::size_t colon = listen.rfind(':');
  const Error wrong =
      InvalidInput("`" + settings.listen + "` is not an address with a port", "listen");
  if (colon == std::string_view::npos || colon == 0) return wrong;
  hooks::ListenAddress address;
  address.host = listen.substr(0, colon);
  const std::string_view digits = listen.substr(colon + 1);
  const auto parsed = std::from_chars(digits.data(), digits.data() + digits.size(), address.port);
  if (parsed.ec != std::errc() || parsed.ptr != digits.data() + digits.size()) return wrong;
  if (settings.port != 0) address.port = settings.port;
  if (address.port == 0) return wrong;
  if (!hooks::IsLoopbackHost(hooks::HostOf(address.host)) && !settings.behind_proxy) {
    return InvalidInput(
        "`" + address.host +
            "` is not a loopback address: access is open and the listener has no TLS; put a proxy "
            "in front (deploy/nginx.conf) and say so with `--behind-proxy`",
        "listen");
  }
  return address;
}

}  // namespace wervelwijzer::app
