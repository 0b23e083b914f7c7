#pragma once

// The parts of HTTP/1.1 that are plain text and need no connection (RFC 9110, RFC 9112).

#include <ctime>
#include <string>
#include <string_view>

#include "hooks/transport.h"

namespace wervelwijzer::hooks {

// What happens to the connection after an answer, as its header says it.
enum class AfterAnswer { kClose, kKeep };

// Writes the head of an answer, up to and with the empty line, over `head`. `Content-Length` stands
// there wherever the status allows it. Control characters in a value are left out, so that no
// value can begin a header of its own. `date` as DateHeader() gives it.
void WriteHead(const Response& response, AfterAnswer after, std::string_view date,
               std::string& head);

// `Sat, 21 Nov 2026 13:05:00 GMT` (RFC 9110 section 5.6.7).
std::string DateHeader(std::time_t seconds);

// The path and query of a target: a client may send the whole address (RFC 9112 section 3.2.2).
std::string_view OriginForm(std::string_view target);

}  // namespace wervelwijzer::hooks
