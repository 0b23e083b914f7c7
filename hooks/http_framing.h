#pragma once

// Where one request ends and the next begins. Whoever answers a request whose end can be read in
// two ways answers bytes of its body as a request (RFC 9112, 6.1, 6.3 and 11.2): such a request is
// refused and its connection ends.

#include <optional>
#include <span>
#include <string_view>

#include "hooks/transport.h"

namespace wervelwijzer::hooks {

struct FramingFault {
  int status = 400;  // or 501, for a coding that this server does not know
  std::string_view message;
};

// What is wrong with the headers of a request of HTTP/1.`minor`; nothing when one end is sure and
// one host is named. Trailers are no headers and do not belong in here.
std::optional<FramingFault> FindFramingFault(int minor, std::span<const Header> headers);

}  // namespace wervelwijzer::hooks
