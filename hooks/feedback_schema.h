#pragma once

// The tables of the feedback file, and how a file of an older version becomes one of this.

#include "base/clock.h"
#include "base/result.h"
#include "hooks/database.h"

namespace wervelwijzer::hooks {

// Version 1 had no number, named no client, and hashed rests by the address that a request named.
inline constexpr std::int64_t kFeedbackVersion = 2;

// Makes the tables, or changes those of an older version, all or nothing: feedback is kept, rests
// of version 1 end, for nothing tells whose they were. kUnavailable for a newer version.
Status PrepareFeedback(Database& database);

// Ends rests that are over, and all when the clock was set back since the server was last alive:
// then nothing tells how long they have lasted. `now` is noted.
Status EndRests(Database& database, TimePoint now);

inline constexpr char kInsertFeedback[] =
    "INSERT OR IGNORE INTO feedback(client, received, request_id, service, card, outcome,"
    " outcome_timestamp, accepted_suggestions, reason_code, reason_system, reason_display,"
    " user_comment) VALUES(?,?,?,?,?,?,?,?,?,?,?,?)";
inline constexpr char kInsertSilence[] =
    "INSERT OR REPLACE INTO silence(subject, client, state, begun, until) VALUES(?,?,?,?,?)";
inline constexpr char kSelectSilences[] =
    "SELECT subject, client, state, begun, until FROM silence";
// The last moment at which the server is known to have lived.
inline constexpr char kInsertAlive[] = "INSERT OR REPLACE INTO mark(name, at) VALUES('alive',?)";
// How much each client keeps: texts stand in the table and in its index.
inline constexpr std::size_t kRowBytes = 128;
inline constexpr char kSelectUsage[] =
    "SELECT client, SUM(bytes) FROM ("
    " SELECT client, 128 + 2*(length(CAST(card AS BLOB)) + length(CAST(request_id AS BLOB))"
    " + length(CAST(accepted_suggestions AS BLOB)) + length(CAST(reason_code AS BLOB))"
    " + length(CAST(reason_system AS BLOB)) + length(CAST(reason_display AS BLOB))"
    " + length(CAST(user_comment AS BLOB))) AS bytes FROM feedback"
    " UNION ALL SELECT client, 128 FROM silence) GROUP BY client";

}  // namespace wervelwijzer::hooks
