#pragma once

// Files in the shape of releases, made up for tests. The identifiers of the Netherlands and of the
// international edition that occur are those of concepts.tsv; all others are numbered from 1 with a
// check digit, and mean nothing.

#include <string>
#include <string_view>
#include <vector>

namespace wervelwijzer::terminology {

// A fresh folder below the folder of the tests.
std::string NewFolder(std::string_view name);
void WriteFile(const std::string& path, std::string_view text);
std::string ReadFile(const std::string& path);

// The n-th identifier in the form of a SNOMED CT concept: n, partition 00, check digit. n >= 1000.
std::string MadeUpConcept(std::uint64_t n);

// One row of a Concept and a Relationship file.
struct Rf2Concept {
  std::string id;
  bool active = true;
  std::string time = "20260901";
};
struct Rf2IsA {
  std::string from, to;
  bool active = true;
  std::string type = "116680003";           // is a
  std::string kind = "900000000000011006";  // inferred
};

// Writes both files of a release with that name (`INT_20260901`) into the folder.
void WriteRf2(const std::string& folder, std::string_view name,
              const std::vector<Rf2Concept>& concepts, const std::vector<Rf2IsA>& is_a);

}  // namespace wervelwijzer::terminology
