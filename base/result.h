#pragma once

// Result<T>: what a function returns that can fail. No exception crosses a folder border.

#include <optional>
#include <string>
#include <utility>
#include <variant>

namespace wervelwijzer {

// What went wrong, without any word of a protocol. `hooks/reply` turns a kind into a status.
// With each new kind extend: KindName() in result.cc and the table in hooks/reply.cc.
enum class ErrorKind {
  kInvalidInput,  // the text or value given is wrong; more tries do not help
  kTooLarge,      // over a size, count or depth limit
  kNotFound,      // nothing by that name
  kUnsupported,   // understood, but not offered here
  kUnavailable,   // something outside does not answer; a later try may help
  kTimeout,       // the deadline passed
  kPrecondition,  // required data is lacking (no Patient)
  kUnauthorized,  // who asks is not known or may not
  kInternal,      // our own mistake
};

const char* KindName(ErrorKind kind);

// One error. `message` is one line: lower case, no full stop, input in backticks, never data of a
// patient. `path` says where in the input: `$.context.patientId`, `spinal.dmn:120 decision`, or a
// byte offset such as `offset 17`; empty when there is no such place.
struct Error {
  ErrorKind kind = ErrorKind::kInternal;
  std::string message;
  std::string path;

  // `path: message`, or the message alone when there is no path.
  std::string ToString() const;
};

inline Error InvalidInput(std::string message, std::string path = {}) {
  return {ErrorKind::kInvalidInput, std::move(message), std::move(path)};
}

// A value or an Error. Reading the value of a failed result is a programming error and aborts.
template <typename T>
class [[nodiscard]] Result {
 public:
  Result(T value) : state_(std::in_place_index<0>, std::move(value)) {}      // NOLINT: implicit
  Result(Error error) : state_(std::in_place_index<1>, std::move(error)) {}  // NOLINT: implicit

  bool ok() const { return state_.index() == 0; }
  explicit operator bool() const { return ok(); }

  // REQUIRES: ok().
  T& value() & { return std::get<0>(state_); }
  const T& value() const& { return std::get<0>(state_); }
  T&& value() && { return std::get<0>(std::move(state_)); }
  T& operator*() & { return value(); }
  const T& operator*() const& { return value(); }
  T* operator->() { return &value(); }
  const T* operator->() const { return &value(); }

  // REQUIRES: !ok().
  const Error& error() const& { return std::get<1>(state_); }
  Error&& error() && { return std::get<1>(std::move(state_)); }

 private:
  std::variant<T, Error> state_;
};

// Success without a value, or an Error.
class [[nodiscard]] Status {
 public:
  Status() = default;
  Status(Error error) : error_(std::move(error)) {}  // NOLINT: implicit

  bool ok() const { return !error_.has_value(); }
  explicit operator bool() const { return ok(); }
  // REQUIRES: !ok().
  const Error& error() const { return *error_; }

 private:
  std::optional<Error> error_;
};

}  // namespace wervelwijzer
