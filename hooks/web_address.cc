#include "hooks/web_address.h"

#include <algorithm>
#include <charconv>

#include "hooks/host_name.h"
#include "hooks/outgoing.h"
#include "hooks/text.h"

namespace wervelwijzer::hooks {
namespace {

constexpr std::size_t kMostBytes = 2048;

bool IsHost(std::string_view host) {
  if (host.starts_with('[')) {
    return host.size() > 2 && host.ends_with(']') &&
           host.substr(1, host.size() - 2).find_first_not_of("0123456789abcdef:.") ==
               std::string_view::npos;
  }
  constexpr std::string_view kLetters = "abcdefghijklmnopqrstuvwxyz0123456789-._";
  return !host.empty() && host.find_first_not_of(kLetters) == std::string_view::npos;
}

std::string Lower(std::string_view text) {
  std::string lower(text);
  for (char& c : lower) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
  return lower;
}

Error Wrong(std::string_view text, const char* what) {
  return InvalidInput(Quoted(text) + " " + what);
}

// Takes `https://` off; false when it is neither that nor `http://`.
bool TakeScheme(std::string_view& rest, WebAddress& address) {
  const std::size_t end = rest.find("://");
  if (end == std::string_view::npos) return false;
  const std::string scheme = Lower(rest.substr(0, end));
  rest.remove_prefix(end + 3);
  address.has_tls = scheme == "https";
  address.port = address.has_tls ? 443 : 80;
  return address.has_tls || scheme == "http";
}

// The host, and a port when one is named.
bool TakeAuthority(std::string_view authority, WebAddress& address) {
  const std::size_t bracket = authority.rfind(']');
  const std::size_t colon = authority.rfind(':');
  const bool has_port =
      colon != std::string_view::npos && (bracket == std::string_view::npos || colon > bracket);
  address.host = Lower(authority.substr(0, has_port ? colon : authority.size()));
  if (!IsHost(address.host)) return false;
  if (!has_port) return true;
  const std::string_view digits = authority.substr(colon + 1);
  const auto parsed = std::from_chars(digits.data(), digits.data() + digits.size(), address.port);
  return parsed.ec == std::errc() && parsed.ptr == digits.data() + digits.size() &&
         address.port != 0;
}

}  // namespace

std::string WebAddress::Origin() const {
  const bool usual = port == (has_tls ? 443 : 80);
  return (has_tls ? "https://" : "http://") + host + (usual ? "" : ":" + std::to_string(port));
}

Result<WebAddress> ParseWebAddress(std::string_view text) {
  if (text.size() > kMostBytes) return Wrong(text.substr(0, 64), "is too long for an address");
  WebAddress address;
  std::string_view rest = text;
  if (!TakeScheme(rest, address)) return Wrong(text, "is no https address");
  const std::size_t slash = std::min(rest.find_first_of("/?"), rest.size());
  if (!TakeAuthority(rest.substr(0, slash), address)) {
    return Wrong(text, "names no host, or a user or port that cannot be");
  }
  if (!address.has_tls && !IsLoopbackHost(address.host)) {
    return Wrong(text, "is without tls; only a loopback address may be");
  }
  const std::string_view target = rest.substr(slash);
  address.target = target.starts_with('/') ? std::string(target) : "/" + std::string(target);
  if (!IsTarget(address.target)) return Wrong(text, "is no address of the web");
  return address;
}

Result<std::string> NormalBase(std::string_view text) {
  const Result<WebAddress> address = ParseWebAddress(text);
  if (!address.ok()) return address.error();
  if (address->target.find('?') != std::string::npos) return Wrong(text, "has a query");
  std::string base = address->Origin() + address->target;
  while (base.ends_with('/')) base.pop_back();
  return base;
}

}  // namespace wervelwijzer::hooks
