#pragma once

// One SQLite file. The only place that knows SQLite (database.cc). A database and its statements
// belong to one thread at a time.

#include <cstdint>
#include <functional>
#include <initializer_list>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "hooks/state_folder.h"

namespace wervelwijzer::hooks {

class Database {
 public:
  using Row = std::vector<std::string>;  // an empty text for NULL

  class Statement {
   public:
    // With these texts in place of its question marks. How many rows it changed.
    Result<std::int64_t> Run(std::initializer_list<std::string_view> values) const;

   private:
    friend class Database;
    struct Finish {
      void operator()(void* statement) const;
    };
    std::unique_ptr<void, Finish> statement_;
  };

  // Opens the file, made with access for its owner only, in the write-ahead mode whose commits wait
  // for the disk, and looks whether it is sound. kUnavailable with the path.
  static Result<std::unique_ptr<Database>> Open(const std::string& path);
  ~Database();
  Database(const Database&) = delete;
  Database& operator=(const Database&) = delete;

  Status Execute(const std::string& sql);
  Result<Statement> Prepare(const char* sql);
  Status ForEachRow(const char* sql, const std::function<void(const Row&)>& take);
  // 0 for a new file.
  Result<std::int64_t> Version();

  // What lies at the path now is what is open here. Called once something was written.
  void NoteFiles();
  // The next start would open this very file with what was written to it: neither it nor its log
  // was moved, replaced, taken away or cut short.
  bool IsWhereItWas();

 private:
  explicit Database(std::string path) : path_(std::move(path)) {}
  Error Failure() const;

  const std::string path_;
  void* handle_ = nullptr;
  std::vector<FileIdentity> files_;
  std::uint64_t bytes_ = 0;  // the file never gets shorter
};

}  // namespace wervelwijzer::hooks
