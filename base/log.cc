#include "base/log.h"

#include <spdlog/logger.h>
#include <spdlog/pattern_formatter.h>
#include <spdlog/sinks/base_sink.h>
#include <unistd.h>

#include <cstdlib>
#include <memory>
#include <mutex>

#include "base/log_queue.h"
#include "base/utf8.h"

namespace wervelwijzer {
namespace {

constexpr std::size_t kMaxValueBytes = 200;
constexpr std::size_t kMaxWaitingBytes = 1u << 20;
constexpr std::chrono::milliseconds kLastFlush{1000};
constexpr char kHexDigits[] = "0123456789abcdef";

LogQueue& Queue() {
  static LogQueue& queue = *new LogQueue(STDERR_FILENO, kMaxWaitingBytes);
  return queue;
}

// Formats a line and leaves it to the queue. Says how many found no room when there is some again.
class QueueSink final : public spdlog::sinks::base_sink<std::mutex> {
 protected:
  void sink_it_(const spdlog::details::log_msg& message) override {
    if (lost_ != 0) {
      const std::string note = "log-lines-dropped count=" + std::to_string(lost_);
      if (Add({message.logger_name, spdlog::level::warn, {note.data(), note.size()}})) lost_ = 0;
    }
    if (!Add(message)) ++lost_;
  }
  void flush_() override {}

 private:
  bool Add(const spdlog::details::log_msg& message) {
    spdlog::memory_buf_t line;
    formatter_->format(message, line);
    return Queue().Add({line.data(), line.size()});
  }

  std::uint64_t lost_ = 0;
};

spdlog::logger& Logger() {
  static const std::unique_ptr<spdlog::logger> logger = [] {
    std::atexit([] { FlushLog(kLastFlush); });
    auto made =
        std::make_unique<spdlog::logger>("wervelwijzer", std::make_shared<QueueSink>());
    made->set_formatter(std::make_unique<spdlog::pattern_formatter>(
        "%Y-%m-%dT%H:%M:%S.%eZ %l %v", spdlog::pattern_time_type::utc));
    made->set_level(spdlog::level::info);
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

void FlushLog(std::chrono::milliseconds limit) { Queue().Flush(limit); }

void SetLogLevel(LogLevel level) { Logger().set_level(LevelOf(level)); }

bool SetLogLevel(std::string_view name) {
  if (name == "debug") return SetLogLevel(LogLevel::kDebug), true;
  if (name == "info") return SetLogLevel(LogLevel::kInfo), true;
  if (name == "warning") return SetLogLevel(LogLevel::kWarning), true;
  if (name == "error") return SetLogLevel(LogLevel::kError), true;
  return false;
}

}  // namespace wervelwijzer
