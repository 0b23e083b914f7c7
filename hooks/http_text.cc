#include "hooks/http_text.h"

#include <array>
#include <cstdio>

#include "hooks/outgoing.h"

namespace wervelwijzer::hooks {
namespace {

struct Reason {
  int status;
  std::string_view phrase;
};
constexpr Reason kReasons[] = {
    {200, "OK"},
    {204, "No Content"},
    {304, "Not Modified"},
    {400, "Bad Request"},
    {401, "Unauthorized"},
    {404, "Not Found"},
    {405, "Method Not Allowed"},
    {408, "Request Timeout"},
    {412, "Precondition Failed"},
    {413, "Content Too Large"},
    {415, "Unsupported Media Type"},
    {421, "Misdirected Request"},
    {431, "Request Header Fields Too Large"},
    {500, "Internal Server Error"},
    {501, "Not Implemented"},
    {503, "Service Unavailable"},
};

// An empty phrase is allowed (RFC 9112 section 4).
std::string_view PhraseOf(int status) {
  for (const Reason& reason : kReasons) {
    if (reason.status == status) return reason.phrase;
  }
  return {};
}

void AppendHeader(std::string_view name, std::string_view value, std::string& head) {
  head.append(name).append(": ");
  if (IsHeaderValue(value)) {
    head.append(value);
  } else {
    head.append(AsHeaderValue(value));
  }
  head.append("\r\n");
}

}  // namespace

void WriteHead(const Response& response, AfterAnswer after, std::string_view date,
               std::string& head) {
  head.assign("HTTP/1.1 ").append(std::to_string(response.status)).append(" ");
  head.append(PhraseOf(response.status)).append("\r\n");
  AppendHeader("Date", date, head);
  const std::size_t size = response.body == nullptr ? 0 : response.body->size();
  if (size != 0) AppendHeader("Content-Type", response.content_type, head);
  // RFC 9110 section 8.6: not with 204; with 304 it would tell of the body that is not sent.
  if (response.status != 204 && response.status != 304) {
    AppendHeader("Content-Length", std::to_string(size), head);
  }
  for (const auto& [name, value] : response.extra) AppendHeader(name, value, head);
  AppendHeader("Connection", after == AfterAnswer::kKeep ? "keep-alive" : "close", head);
  head.append("\r\n");
}

std::string DateHeader(std::time_t seconds) {
  constexpr std::array kDays = {"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
  constexpr std::array kMonths = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                  "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
  const CivilTime date = DateOfDayNumber(seconds / 86400);
  const int of_day = static_cast<int>(seconds % 86400);
  char text[64];
  std::snprintf(text, sizeof text, "%s, %02d %s %04d %02d:%02d:%02d GMT",
                kDays[static_cast<std::size_t>(date.weekday)], date.day,
                kMonths[static_cast<std::size_t>(date.month - 1)], date.year, of_day / 3600,
                of_day / 60 % 60, of_day % 60);
  return text;
}

std::string_view OriginForm(std::string_view target) {
  if (target.empty() || target.front() == '/') return target;
  const std::size_t scheme = target.find("://");
  if (scheme == std::string_view::npos) return target;
  const std::size_t path = target.find('/', scheme + 3);
  return path == std::string_view::npos ? "/" : target.substr(path);
}

}  // namespace wervelwijzer::hooks
