// The look-up in a file of its own: made once, mapped after, made again when it does not hold.

#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <filesystem>
#include <fstream>

#include "base/log.h"
#include "release_files.h"
#include "terminology/terminology.h"

namespace wervelwijzer::terminology {
namespace {

namespace fs = std::filesystem;

const std::string kData = WERVELWIJZER_SOURCE_DIR "/terminology/data";

class KeptIndexTest : public ::testing::Test {
 protected:
  KeptIndexTest() : folder_(NewFolder("kept-index")), file_(folder_ + "/codes.idx") {}

  // Whether a terminology with the look-up kept in the folder answers as it should.
  bool Works(const std::string& data = kData) const {
    const auto codes = Terminology::Load(data, {}, folder_);
    if (!codes.ok()) return false;
    const auto spine = codes->Find("metastasis-spine");
    return spine && codes->Is(*spine, {"http://snomed.info/sct", "94602001", {}}) == Answer::kYes;
  }

  // Works, and the file is as it was when it was made first.
  void ExpectMadeAgain(const std::string& made) const {
    EXPECT_TRUE(Works());
    EXPECT_EQ(ReadFile(file_), made);
  }

  std::string folder_, file_;
};

TEST_F(KeptIndexTest, IsMadeOnceAndMappedAfter) {
  ASSERT_FALSE(fs::exists(file_));
  EXPECT_TRUE(Works());
  const auto made = fs::last_write_time(file_);
  EXPECT_TRUE(Works());
  EXPECT_EQ(fs::last_write_time(file_), made);
  EXPECT_EQ(std::distance(fs::directory_iterator(folder_), fs::directory_iterator()), 1);
}

TEST_F(KeptIndexTest, IsMadeAgainWhenTheTablesChange) {
  EXPECT_TRUE(Works());
  const std::string before = ReadFile(file_);
  const std::string data = NewFolder("kept-index-data");
  fs::copy_file(kData + "/systems.tsv", data + "/systems.tsv");
  std::ofstream(data + "/concepts.tsv")
      << ReadFile(kData + "/concepts.tsv")
      << "metastasis-spine\tdiagnosis\tsnomed\t38341003\tA\texact\town\tours\n";
  EXPECT_TRUE(Works(data));
  EXPECT_NE(ReadFile(file_), before);
  ExpectMadeAgain(before);
}

TEST_F(KeptIndexTest, IsMadeAgainWhenDamagedCutShortOrForeign) {
  EXPECT_TRUE(Works());
  const std::string made = ReadFile(file_);
  std::string damaged = made;
  damaged[made.size() / 2] = static_cast<char>(damaged[made.size() / 2] ^ 1);
  const std::array<std::string, 6> bad = {
      damaged, made.substr(0, made.size() / 2), made.substr(0, 20), "", made + "x", "no index"};
  for (const std::string& bytes : bad) {
    fs::remove(file_);
    WriteFile(file_, bytes);
    ExpectMadeAgain(made);
  }
}

TEST_F(KeptIndexTest, IsInMemoryWhenItsFolderCannotBeWritten) {
  fs::remove(folder_);
  WriteFile(folder_, "a file where the folder should be");
  EXPECT_TRUE(Works());
  EXPECT_TRUE(fs::is_regular_file(folder_));
}

TEST_F(KeptIndexTest, ManyProcessesAtOnceDoNotHarmEachOther) {
  // The thread that writes the log does not live on in a child: a child must have nothing to say.
  SetLogLevel(LogLevel::kError);
  std::array<pid_t, 8> children{};
  for (pid_t& child : children) {
    child = fork();
    ASSERT_GE(child, 0);
    if (child == 0) {
      bool all = true;
      for (int i = 0; i < 5; ++i) {
        fs::remove(file_);  // each now and then takes it away from under the others
        all = Works() && all;
      }
      _exit(all ? 0 : 1);
    }
  }
  for (const pid_t child : children) {
    int status = -1;
    ASSERT_EQ(waitpid(child, &status, 0), child);
    EXPECT_EQ(status, 0);
  }
  SetLogLevel(LogLevel::kInfo);
  EXPECT_TRUE(Works());
  EXPECT_EQ(std::distance(fs::directory_iterator(folder_), fs::directory_iterator()), 1);
}

}  // namespace
}  // namespace wervelwijzer::terminology
