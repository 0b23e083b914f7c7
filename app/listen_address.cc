#include "app/listen_address.h"

#include <charconv>
#include <string_view>

namespace wervelwijzer::app {
namespace {

bool IsLoopback(std::string_view host) {
  // `127.0.0.1.example.org` is a name, and of any address.
  const bool is_number = host.find_first_not_of("0123456789.") == std::string_view::npos;
  return host == "localhost" || host == "[::1]" || (is_number && host.starts_with("127."));
}

}  // namespace

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
  if (!IsLoopback(address.host) && !settings.behind_proxy) {
    return InvalidInput(
        "`" + address.host +
            "` is not a loopback address: access is open and the listener has no TLS; put a proxy "
            "in front (deploy/nginx.conf) and say so with `--behind-proxy`",
        "listen");
  }
  return address;
}

}  // namespace wervelwijzer::app
