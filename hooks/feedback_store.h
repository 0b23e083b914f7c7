#pragma once

// Feedback in one SQLite file. The only place that knows SQLite (feedback_store.cc).

#include <memory>
#include <string>

#include "base/result.h"
#include "hooks/feedback.h"

namespace wervelwijzer::hooks {

// Opens the file, made with access for its owner only, and starts the thread that writes. Reports
// that arrive while it syncs share the next transaction, so that many cost one fsync. The
// destructor writes what waits. Errors: kUnavailable with the path.
Result<std::unique_ptr<FeedbackStore>> OpenFeedbackStore(const std::string& path);

}  // namespace wervelwijzer::hooks
