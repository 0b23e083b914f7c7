#include "base/result.h"

namespace wervelwijzer {

const char* KindName(ErrorKind kind) {
  switch (kind) {
    case ErrorKind::kInvalidInput:
      return "invalid-input";
    case ErrorKind::kTooLarge:
      return "too-large";
    case ErrorKind::kNotFound:
      return "not-found";
    case ErrorKind::kUnsupported:
      return "unsupported";
    case ErrorKind::kUnavailable:
      return "unavailable";
    case ErrorKind::kTimeout:
      return "timeout";
    case ErrorKind::kPrecondition:
      return "precondition";
    case ErrorKind::kUnauthorized:
      return "unauthorized";
    case ErrorKind::kInternal:
      return "internal";
  }
  return "internal";
}

std::string Error::ToString() const { return path.empty() ? message : path + ": " + message; }

}  // namespace wervelwijzer
