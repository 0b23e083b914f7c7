#include "hooks/host_name.h"

#include <algorithm>

namespace wervelwijzer::hooks {

std::string HostOf(std::string_view authority) {
  const std::size_t bracket = authority.find(']');
  const std::size_t colon = authority.find(':', bracket == std::string_view::npos ? 0 : bracket);
  std::string host(authority.substr(0, colon));
  std::ranges::transform(host, host.begin(), [](char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  });
  if (host.ends_with('.')) host.pop_back();
  return host;
}

bool IsLoopbackHost(std::string_view host) {
  // `127.0.0.1.example.org` is a name, and of any address.
  const bool is_number = host.find_first_not_of("0123456789.") == std::string_view::npos;
  return host == "localhost" || host == "[::1]" || (is_number && host.starts_with("127."));
}

bool NamesThisServer(std::string_view host_header, std::span<const std::string> own) {
  if (host_header.empty()) return true;
  const std::string host = HostOf(host_header);
  return IsLoopbackHost(host) || std::ranges::find(own, host) != own.end();
}

}  // namespace wervelwijzer::hooks
