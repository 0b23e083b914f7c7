#include "release_files.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <iterator>

#include "terminology/code_form.h"

namespace wervelwijzer::terminology {

std::string NewFolder(std::string_view name) {
  const std::string folder =
      ::testing::TempDir() + "/wervelwijzer-" + std::string(name) + "-" + std::to_string(getpid());
  std::filesystem::remove_all(folder);
  std::filesystem::create_directories(folder);
  return folder;
}

void WriteFile(const std::string& path, std::string_view text) {
  std::ofstream file(path, std::ios::binary);
  file << text;
  ASSERT_TRUE(file.good()) << path;
}

std::string ReadFile(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

std::string MadeUpConcept(std::uint64_t n) {
  for (char check = '0'; check <= '9'; ++check) {
    std::string id = std::to_string(n) + "00" + check;
    if (IsSnomedConceptId(id)) return id;
  }
  return {};
}

void WriteRf2(const std::string& folder, std::string_view name,
              const std::vector<Rf2Concept>& concepts, const std::vector<Rf2IsA>& is_a) {
  const std::string place = folder + "/Snapshot/Terminology";
  std::filesystem::create_directories(place);
  std::string text = "id\teffectiveTime\tactive\tmoduleId\tdefinitionStatusId\r\n";
  for (const Rf2Concept& one : concepts) {
    text += one.id + "\t" + one.time + (one.active ? "\t1" : "\t0") +
            "\t900000000000207008\t900000000000074008\r\n";
  }
  WriteFile(place + "/sct2_Concept_Snapshot_" + std::string(name) + ".txt", text);
  text =
      "id\teffectiveTime\tactive\tmoduleId\tsourceId\tdestinationId\trelationshipGroup\ttypeId\t"
      "characteristicTypeId\tmodifierId\r\n";
  std::size_t number = 1000;
  for (const Rf2IsA& one : is_a) {
    text += std::to_string(number++) + "025\t20260901" + (one.active ? "\t1" : "\t0") +
            "\t900000000000207008\t" + one.from + "\t" + one.to + "\t0\t" + one.type + "\t" +
            one.kind + "\t900000000000451002\r\n";
  }
  WriteFile(place + "/sct2_Relationship_Snapshot_" + std::string(name) + ".txt", text);
}

}  // namespace wervelwijzer::terminology
