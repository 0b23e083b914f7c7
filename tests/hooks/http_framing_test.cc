#include "hooks/http_framing.h"

#include <gtest/gtest.h>

#include <fstream>
#include <string>
#include <vector>

#include "hooks/text.h"

namespace wervelwijzer::hooks {
namespace {

std::vector<std::string> Divided(const std::string& text, const std::string& by) {
  std::vector<std::string> parts;
  std::size_t begin = 0;
  for (;;) {
    const std::size_t end = text.find(by, begin);
    parts.push_back(text.substr(begin, end - begin));
    if (end == std::string::npos) return parts;
    begin = end + by.size();
  }
}

TEST(HttpFraming, EveryRowOfTheTableIsJudgedAsItSays) {
  std::ifstream table(WERVELWIJZER_SOURCE_DIR "/tests/hooks/framing.tsv");
  std::size_t rows = 0;
  for (std::string line; std::getline(table, line);) {
    if (line.empty() || line.front() == '#') continue;
    const std::vector<std::string> row = Divided(line, "\t");
    ASSERT_EQ(row.size(), 4u) << line;
    const std::vector<std::string> lines = Divided(row[2], " | ");
    std::vector<Header> headers;
    for (const std::string_view header : lines) {
      const std::size_t colon = header.find(':');
      headers.push_back({header.substr(0, colon), Trimmed(header.substr(colon + 1))});
    }
    const auto fault = FindFramingFault(std::stoi(row[1]), headers);
    EXPECT_EQ(fault ? fault->status : 0, std::stoi(row[3])) << row[0];
    ++rows;
  }
  EXPECT_GT(rows, 25u);
}

}  // namespace
}  // namespace wervelwijzer::hooks
