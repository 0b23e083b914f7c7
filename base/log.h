#pragma once

// The log. One line an event, fields as `name=value`. The only place that knows spdlog (log.cc).
//
// Data of a patient never goes in. What comes from a request is carried in Personal<T>, which has no
// way to be printed, so that writing it to the log does not compile.

#include <chrono>
#include <concepts>
#include <cstdint>
#include <initializer_list>
#include <string>
#include <string_view>
#include <utility>

namespace wervelwijzer {

// A value about a person. Reveal() names the place where it leaves the wrapper; grep for it.
template <typename T>
class Personal {
 public:
  Personal() = default;
  explicit Personal(T value) : value_(std::move(value)) {}
  const T& Reveal() const { return value_; }
  bool operator==(const Personal&) const = default;

 private:
  T value_{};
};

enum class LogLevel { kDebug, kInfo, kWarning, kError };

// One field of a log line.
struct LogField {
  LogField(std::string_view name_in, std::string_view value_in) : name(name_in), value(value_in) {}
  LogField(std::string_view name_in, const char* value_in) : name(name_in), value(value_in) {}
  template <std::integral Integer>
  LogField(std::string_view name_in, Integer value_in)
      : name(name_in), value(std::to_string(value_in)) {}
  template <typename T>
  LogField(std::string_view, const Personal<T>&) = delete;  // data of a patient is never logged

  std::string name;
  std::string value;
};

// Thread-safe. Control characters in values are escaped, long values cut at 200 bytes.
void Log(LogLevel level, std::string_view event, std::initializer_list<LogField> fields = {});

// Lines go to standard error from a thread of their own, some milliseconds later, so that a reader
// who has stopped reading holds up no request. What finds no room is dropped; how many were is said
// in a line `log-lines-dropped`. This waits until all is written, at most that long; the end of the
// process does the same.
void FlushLog(std::chrono::milliseconds limit);

// Messages below this level are dropped; default kInfo. Standard error is the only sink.
void SetLogLevel(LogLevel level);
// `debug`, `info`, `warning`, `error`; false when the name is another.
bool SetLogLevel(std::string_view name);

}  // namespace wervelwijzer
