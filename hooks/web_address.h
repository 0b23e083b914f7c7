#pragma once

// Addresses that this server may call: https, or http on a loopback address, since a token would
// cross any other network in the open (RFC 3986; no user, no fragment).

#include <cstdint>
#include <string>
#include <string_view>

#include "base/result.h"

namespace wervelwijzer::hooks {

struct WebAddress {
  bool has_tls = true;
  std::string host;          // lower case; IPv6 in brackets
  std::uint16_t port = 443;  // 80 for http when none is named
  std::string target = "/";  // path and query as given, which IsTarget (outgoing.h) holds for

  // `https://host`, with the port when it is not the usual one.
  std::string Origin() const;
};

// Errors say what is wrong with the text, which they quote.
Result<WebAddress> ParseWebAddress(std::string_view text);

// The one form of a base address: scheme and host in lower case, no usual port, no slash at the
// end. kInvalidInput as above, and for an address with a query.
Result<std::string> NormalBase(std::string_view text);

}  // namespace wervelwijzer::hooks
