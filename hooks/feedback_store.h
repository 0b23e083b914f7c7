#pragma once

// Feedback in one SQLite file.

#include <cstdint>
#include <memory>
#include <string>

#include "base/clock.h"
#include "base/result.h"
#include "hooks/feedback.h"

namespace wervelwijzer::hooks {

// How much is kept, about: texts, counted as often as they stand in the file.
struct FeedbackLimits {
  std::uint64_t bytes = 256u << 20;        // of all clients
  std::uint64_t client_bytes = 64u << 20;  // of one
  std::uint64_t min_free = 32u << 20;      // on the disk, below which nothing more is taken
  std::size_t waiting_bytes = 64u << 20;   // in memory, of which one client gets a quarter
};

// Opens the file, made with access for its owner only, and starts the thread that writes. Reports
// that arrive while it syncs share the next transaction, so that many cost one fsync. Between them
// it looks every second whether a report could be stored, and writes a mark every three. The
// destructor writes what waits. Errors: kUnavailable with the path.
//
// A report is confirmed only when it is in the file that the next start will open: not when the
// file was moved, replaced or locked.
Result<std::unique_ptr<FeedbackStore>> OpenFeedbackStore(const std::string& path,
                                                         FeedbackLimits limits = {},
                                                         TimePoint now = SystemClock().Now());

}  // namespace wervelwijzer::hooks
