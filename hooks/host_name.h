#pragma once

// By which name a server is called. A page of anybody can let its own name point to a server that
// listens for this machine only, and then read what it answers (DNS rebinding): the browser sends
// the page's name as `Host`.

#include <span>
#include <string>
#include <string_view>

namespace wervelwijzer::hooks {

// The host of a header `Host` or of an authority: lower case, without port and without a dot at the
// end; IPv6 in brackets.
std::string HostOf(std::string_view authority);

// A name or number that means this machine only.
bool IsLoopbackHost(std::string_view host);

// The header names a loopback host or one of `own`, which are as HostOf gives them. An empty one
// (HTTP/1.0) comes from no browser.
bool NamesThisServer(std::string_view host_header, std::span<const std::string> own);

}  // namespace wervelwijzer::hooks
