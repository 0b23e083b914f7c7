#include "hooks/database.h"

#include <sqlite3.h>
#include <sys/stat.h>

#include <algorithm>
#include <fstream>
#include <utility>

namespace wervelwijzer::hooks {
namespace {

// synchronous=FULL makes the commit of the write-ahead log wait for the disk. Who waits longer than
// busy_timeout for another program's lock is told so.
constexpr char kMode[] =
    "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA busy_timeout=1500;";

sqlite3* HandleOf(void* handle) { return static_cast<sqlite3*>(handle); }
sqlite3_stmt* StatementOf(void* statement) { return static_cast<sqlite3_stmt*>(statement); }

std::string TextAt(sqlite3_stmt* row, int column) {
  const auto* text = reinterpret_cast<const char*>(sqlite3_column_text(row, column));
  if (text == nullptr) return {};
  return {text, static_cast<std::size_t>(sqlite3_column_bytes(row, column))};
}

// The file and what lies beside it, in whose log the newest commits stand.
std::vector<FileIdentity> FilesOf(const std::string& path) {
  return {IdentityOf(path), IdentityOf(path + "-wal"), IdentityOf(path + "-shm")};
}

// A log that somebody has emptied goes on where it was, behind a hole: at the next start nothing of
// it counts (https://www.sqlite.org/fileformat2.html#the_write_ahead_log).
bool HasHead(const std::string& log) {
  std::ifstream file(log, std::ios::binary);
  unsigned char head[4] = {};
  file.read(reinterpret_cast<char*>(head), sizeof head);
  if (file.gcount() == 0) return !file.bad();  // nothing in it yet
  return head[0] == 0x37 && head[1] == 0x7f && head[2] == 0x06 && (head[3] & 0xfe) == 0x82;
}

Error FailureOf(sqlite3* handle, const std::string& path) {
  std::string reason = handle == nullptr ? "no memory" : sqlite3_errmsg(handle);
  const int code = handle == nullptr ? SQLITE_NOMEM : sqlite3_errcode(handle);
  if (code == SQLITE_BUSY || code == SQLITE_LOCKED) reason = "another program has locked the file";
  if (code == SQLITE_FULL) reason = "no room to write";
  return {ErrorKind::kUnavailable, "feedback store: " + reason, path};
}

}  // namespace

void Database::Statement::Finish::operator()(void* statement) const {
  sqlite3_finalize(StatementOf(statement));
}

Result<std::int64_t> Database::Statement::Run(
    std::initializer_list<std::string_view> values) const {
  sqlite3_stmt* statement = StatementOf(statement_.get());
  int index = 0;
  for (const std::string_view value : values) {
    sqlite3_bind_text64(statement, ++index, value.data() == nullptr ? "" : value.data(),
                        value.size(), SQLITE_STATIC, SQLITE_UTF8);
  }
  const bool done = sqlite3_step(statement) == SQLITE_DONE;
  sqlite3* handle = sqlite3_db_handle(statement);
  const Error error = done ? Error() : FailureOf(handle, {});
  sqlite3_reset(statement);
  sqlite3_clear_bindings(statement);
  if (!done) return error;
  return std::int64_t{sqlite3_changes(handle)};
}

Result<std::unique_ptr<Database>> Database::Open(const std::string& path) {
  std::unique_ptr<Database> database(new Database(path));
  const mode_t before = umask(S_IRWXG | S_IRWXO);
  sqlite3* opened = nullptr;
  const int code = sqlite3_open(path.c_str(), &opened);
  database->handle_ = opened;
  std::string verdict;
  // The first look into the file makes its log, under the same mask.
  Status ready = code == SQLITE_OK ? database->Execute(kMode) : Status(database->Failure());
  if (ready.ok()) {
    ready = database->ForEachRow("PRAGMA quick_check(1)",
                                 [&verdict](const Row& row) { verdict = row.front(); });
  }
  umask(before);
  if (!ready.ok()) return database->Failure();
  if (verdict != "ok") {
    std::ranges::replace(verdict, '\n', ' ');
    return Error{ErrorKind::kUnavailable,
                 "feedback store: the file is damaged (" + verdict +
                     "); move it away with its log to begin a new one",
                 path};
  }
  return database;
}

Database::~Database() { sqlite3_close(HandleOf(handle_)); }

Error Database::Failure() const { return FailureOf(HandleOf(handle_), path_); }

Status Database::Execute(const std::string& sql) {
  if (sqlite3_exec(HandleOf(handle_), sql.c_str(), nullptr, nullptr, nullptr) == SQLITE_OK) {
    return {};
  }
  return FailureOf(HandleOf(handle_), {});
}

Result<Database::Statement> Database::Prepare(const char* sql) {
  sqlite3_stmt* prepared = nullptr;
  if (sqlite3_prepare_v2(HandleOf(handle_), sql, -1, &prepared, nullptr) != SQLITE_OK) {
    return Failure();
  }
  Statement statement;
  statement.statement_.reset(prepared);
  return statement;
}

Status Database::ForEachRow(const char* sql, const std::function<void(const Row&)>& take) {
  const Result<Statement> statement = Prepare(sql);
  if (!statement.ok()) return statement.error();
  sqlite3_stmt* select = StatementOf(statement->statement_.get());
  int step = SQLITE_ROW;
  while ((step = sqlite3_step(select)) == SQLITE_ROW) {
    Row row;
    for (int i = 0; i < sqlite3_column_count(select); ++i) row.push_back(TextAt(select, i));
    take(row);
  }
  if (step != SQLITE_DONE) return Failure();
  return {};
}

Result<std::int64_t> Database::Version() {
  std::int64_t version = 0;
  const Status read = ForEachRow("PRAGMA user_version",
                                 [&version](const Row& row) { version = std::stoll(row.front()); });
  if (!read.ok()) return read.error();
  return version;
}

void Database::NoteFiles() { files_ = FilesOf(path_); }

bool Database::IsWhereItWas() {
  if (FilesOf(path_) != files_ || !HasHead(path_ + "-wal")) return false;
  struct stat info = {};
  if (stat(path_.c_str(), &info) != 0) return false;
  const auto bytes = static_cast<std::uint64_t>(info.st_size);
  if (bytes < bytes_) return false;
  bytes_ = bytes;
  return true;
}

}  // namespace wervelwijzer::hooks
