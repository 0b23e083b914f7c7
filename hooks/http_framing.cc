#include "hooks/http_framing.h"

#include <algorithm>

#include "hooks/text.h"

namespace wervelwijzer::hooks {
namespace {

using Headers = std::span<const Header>;

std::size_t CountOf(Headers headers, std::string_view name) {
  return static_cast<std::size_t>(std::ranges::count_if(
      headers, [name](const Header& header) { return EqualsIgnoringCase(header.name, name); }));
}

std::string_view ValueOf(Headers headers, std::string_view name) {
  for (const Header& header : headers) {
    if (EqualsIgnoringCase(header.name, name)) return Trimmed(header.value);
  }
  return {};
}

// The only form that this server reads, letter case aside; `chunked` in quotes is another coding.
std::optional<FramingFault> FaultOfCoding(std::string_view coding) {
  if (EqualsIgnoringCase(coding, "chunked")) return std::nullopt;
  const std::string_view last = Trimmed(coding.substr(coding.rfind(',') + 1));
  // Where the body ends is known then, only not what it holds.
  if (EqualsIgnoringCase(last, "chunked")) return FramingFault{501, "transfer coding is not known"};
  return FramingFault{400, "transfer coding does not end in `chunked`"};
}

// Not a port, a path or a user; which host is for the router.
bool IsHostHeader(std::string_view host) {
  return std::ranges::all_of(host, [](char c) {
    return c > ' ' && c < '\x7f' && std::string_view("/\\@,?#\"<>").find(c) == std::string::npos;
  });
}

}  // namespace

std::optional<FramingFault> FindFramingFault(int minor, std::span<const Header> headers) {
  const std::size_t codings = CountOf(headers, "Transfer-Encoding");
  const std::size_t lengths = CountOf(headers, "Content-Length");
  if (codings > 0 && minor == 0) return FramingFault{400, "http/1.0 has no transfer coding"};
  if (codings > 0 && lengths > 0) return FramingFault{400, "there are a length and a coding"};
  if (codings > 1) return FramingFault{400, "there is more than one header `Transfer-Encoding`"};
  if (lengths > 1) return FramingFault{400, "there is more than one header `Content-Length`"};
  if (codings == 1) {
    if (auto fault = FaultOfCoding(ValueOf(headers, "Transfer-Encoding"))) return fault;
  }
  const std::string_view length = ValueOf(headers, "Content-Length");
  if (lengths == 1 &&
      (length.empty() || length.find_first_not_of("0123456789") != std::string_view::npos)) {
    return FramingFault{400, "header `Content-Length` is no number"};
  }
  const std::size_t hosts = CountOf(headers, "Host");
  if (hosts > 1 || (hosts == 0 && minor == 1)) {
    return FramingFault{400, "there is not one header `Host`"};
  }
  if (!IsHostHeader(ValueOf(headers, "Host"))) {
    return FramingFault{400, "header `Host` names no host"};
  }
  return std::nullopt;
}

}  // namespace wervelwijzer::hooks
