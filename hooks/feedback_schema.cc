#include "hooks/feedback_schema.h"

#include <string>

#include "base/log.h"

namespace wervelwijzer::hooks {
namespace {

// The client is part of what makes a report the same as another: one client's report never puts out
// another's. The default is what an older program writes, which can still be put back.
constexpr char kTables[] =
    "CREATE TABLE feedback("
    " id INTEGER PRIMARY KEY, client TEXT NOT NULL DEFAULT '', received TEXT NOT NULL,"
    " request_id TEXT NOT NULL, service TEXT NOT NULL, card TEXT NOT NULL, outcome TEXT NOT NULL,"
    " outcome_timestamp TEXT NOT NULL, accepted_suggestions TEXT NOT NULL,"
    " reason_code TEXT NOT NULL, reason_system TEXT NOT NULL, reason_display TEXT NOT NULL,"
    " user_comment TEXT NOT NULL,"
    " UNIQUE(client, service, card, outcome, outcome_timestamp, accepted_suggestions, reason_code,"
    "        reason_system, user_comment));"
    // Keyed hashes: who has the file without the key cannot tell whose cards rest.
    "CREATE TABLE silence("
    " subject TEXT PRIMARY KEY, client TEXT NOT NULL DEFAULT '', state TEXT NOT NULL,"
    " begun TEXT NOT NULL DEFAULT '', until TEXT NOT NULL);"
    "CREATE TABLE IF NOT EXISTS mark(name TEXT PRIMARY KEY, at TEXT NOT NULL);";
constexpr char kSetOldAside[] =
    "DROP INDEX IF EXISTS feedback_card;"
    "ALTER TABLE feedback RENAME TO feedback_1;"
    "DROP TABLE IF EXISTS silence;";
constexpr char kTakeOver[] =
    "INSERT INTO feedback(id, received, request_id, service, card, outcome, outcome_timestamp,"
    " accepted_suggestions, reason_code, reason_system, reason_display, user_comment)"
    " SELECT id, received, request_id, service, card, outcome, outcome_timestamp,"
    " accepted_suggestions, reason_code, reason_system, reason_display, user_comment"
    " FROM feedback_1;"
    "DROP TABLE feedback_1;";
constexpr char kIndex[] = "CREATE INDEX IF NOT EXISTS feedback_card ON feedback(card);";

Result<bool> HasFeedback(Database& database) {
  bool has = false;
  const Status read =
      database.ForEachRow("SELECT 1 FROM sqlite_master WHERE type='table' AND name='feedback'",
                          [&has](const Database::Row&) { has = true; });
  if (!read.ok()) return read.error();
  return has;
}

}  // namespace

Status PrepareFeedback(Database& database) {
  const Result<std::int64_t> version = database.Version();
  if (!version.ok()) return version.error();
  if (*version == kFeedbackVersion) return {};
  if (*version > kFeedbackVersion) {
    return Error{ErrorKind::kUnavailable,
                 "feedback store: the file is of version " + std::to_string(*version) +
                     ", which a newer server made",
                 {}};
  }
  const Result<bool> is_older = HasFeedback(database);
  if (!is_older.ok()) return is_older.error();
  const std::string number = std::to_string(kFeedbackVersion);
  Status changed = database.Execute(
      "BEGIN IMMEDIATE;" + std::string(*is_older ? kSetOldAside : "") + kTables +
      (*is_older ? kTakeOver : "") + kIndex + "PRAGMA user_version=" + number + ";COMMIT");
  if (!changed.ok()) {
    (void)database.Execute("ROLLBACK");
    return changed;
  }
  if (*is_older) Log(LogLevel::kInfo, "feedback-file-upgraded", {{"version", number}});
  return {};
}

Status EndRests(Database& database, TimePoint now) {
  const std::string at = FormatUtc(now);
  bool was_set_back = false;
  const Status read =
      database.ForEachRow("SELECT at FROM mark WHERE name='alive'", [&](const Database::Row& row) {
        const Result<TimePoint> alive = ParseInstant(row.front());
        was_set_back = was_set_back || (alive.ok() && *alive > now);
      });
  if (!read.ok()) return read;
  // Texts in UTC, which compare as the instants do but within the same second.
  const std::string over = was_set_back ? std::string("DELETE FROM silence;")
                                        : "DELETE FROM silence WHERE until < '" + at +
                                              "' OR begun > '" + at + "' OR begun = '';";
  Status ended =
      database.Execute("BEGIN IMMEDIATE;" + over +
                       "INSERT OR REPLACE INTO mark(name, at) VALUES('alive','" + at + "');COMMIT");
  if (!ended.ok()) {
    (void)database.Execute("ROLLBACK");
    return ended;
  }
  if (was_set_back) Log(LogLevel::kWarning, "clock-set-back", {{"meaning", "no card rests"}});
  return {};
}

}  // namespace wervelwijzer::hooks
