#include "base/log.h"

#include <spdlog/logger.h>
#include <spdlog/pattern_formatter.h>
#include <spdlog/sinks/stdout_sinks.h>

#include <memory>

#include "base/utf8.h"

namespace wervelwijzer {
namespace {

constexpr std::size_t kMaxValueBytes = 200;
constexpr char kHexDigits[] = "0123456789abcdef";

spdlog::logger& Logger() {
  static const std::unique_ptr<spdlog::logger> logger = [] {
    auto made = std::make_unique<spdlog::logger>("wervelwijzer",
                                                 std::make_shared<spdlog::sinks::stderr_sink_mt>());
    made->set_formatter(std::make_unique<spdlog::pattern_formatter>(
        "%Y-%m-%dT%H:%M:%S.%eZ %l %v", spdlog::pattern_time_type::utc));
    made->set_level(spdlog::level::info);
    made->flush_on(spdlog::level::info);
    return made;
  }();
  return *logger;
}

spdlog::level::level_enum LevelOf(LogLevel level) {
  switch (level) {
    case LogLevel::kDebug:
      return spdlog::level::debug;
    case LogLevel::kInfo:
      return spdlog::level::info;
    case LogLevel::kWarning:
      return spdlog::level::warn;
    case LogLevel::kError:
      return spdlog::level::err;
  }
  return spdlog::level::err;
}

// A line stays one line, and a field one field, whatever a value holds.
void AppendValue(std::string& line, std::string_view value) {
  const bool quoted = value.empty() || value.find_first_of(" =\"") != std::string_view::npos;
  if (quoted) line += '"';
  for (const char c : Utf8Prefix(value, kMaxValueBytes)) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte < 0x20 || byte == 0x7F) {
      line += "\\x";
      line += kHexDigits[byte >> 4];
      line += kHexDigits[byte & 15];
    } else if (c == '"' || c == '\\') {
      line += '\\';
      line += c;
    } else {
      line += c;
    }
  }
  if (value.size() > kMaxValueBytes) line += "…";
  if (quoted) line += '"';
}

}  // namespace

void Log(LogLevel level, std::string_view event, std::initializer_list<LogField> fields) {
  spdlog::logger& logger = Logger();
  if (!logger.should_log(LevelOf(level))) return;
  std::string line(event);
  for (const LogField& field : fields) {
    line += ' ';
    line += field.name;
    line += '=';
    AppendValue(line, field.value);
  }
  logger.log(LevelOf(level), spdlog::string_view_t(line.data(), line.size()));
}

void SetLogLevel(LogLevel level) { Logger().set_level(LevelOf(level)); }

bool SetLogLevel(std::string_view name) {
  if (name == "debug") return SetLogLevel(LogLevel::kDebug), true;
  if (name == "info") return SetLogLevel(LogLevel::kInfo), true;
  if (name == "warning") return SetLogLevel(LogLevel::kWarning), true;
  if (name == "error") return SetLogLevel(LogLevel::kError), true;
  return false;
}

}  // namespace wervelwijzer
