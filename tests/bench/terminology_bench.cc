// The look-up over a release of a million concepts and as many links of an operator's own codes:
// import, building, opening, a hit, a miss, and the memory that is the process's own. The release
// is made up: its identifiers are numbered, but for those that the table lists. Fails when a figure
// is above what architecture.md asks.
//
// usage: bench-terminology [concepts]         fewer than 100,000: a smoke run, whatever the time

#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <limits>
#include <random>
#include <set>
#include <sstream>
#include <string>
#include <vector>

#include "base/log.h"
#include "terminology/code_form.h"
#include "terminology/import_claml.h"
#include "terminology/import_links.h"
#include "terminology/import_rf2.h"
#include "terminology/terminology.h"
#include "tests/guideline/dmn/counted_new.h"

namespace wervelwijzer::terminology {
namespace {

namespace fs = std::filesystem;

const std::string kData = std::string(WERVELWIJZER_SOURCE_DIR) + "/terminology/data";
constexpr const char* kSnomed = "http://snomed.info/sct";
constexpr const char* kLinked = "urn:oid:2.16.840.1.113883.2.4.4.1";  // its codes here are made up
constexpr std::size_t kAsked = 1u << 20;
constexpr std::size_t kFewestThatCount = 100'000;
constexpr double kMostNanosecondsAHit = 250;
constexpr double kMostMillisecondsToOpen = 25;
constexpr long kMostPrivateKilobytes = 2048;

[[noreturn]] void GiveUp(const Error& error) {
  std::fprintf(stderr, "%s\n", error.ToString().c_str());
  std::exit(1);
}

// Of processor time, so that a busy machine disturbs little.
double MillisecondsOf(const auto& work) {
  const auto now = [] {
    timespec time{};
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time);
    return static_cast<double>(time.tv_sec) * 1e3 + static_cast<double>(time.tv_nsec) / 1e6;
  };
  const double begin = now();
  work();
  return now() - begin;
}

std::string MadeUpConcept(std::size_t n) {
  for (char check = '0'; check < '9'; ++check) {
    std::string id = std::to_string(n) + "00" + check;
    if (IsSnomedConceptId(id)) return id;
  }
  return std::to_string(n) + "009";
}

// The root first. The listed codes are strewn among made-up ones, not too near the root: the widest
// of them then has some ten thousand below it, as in a release, and most have few or none.
std::vector<std::string> Identifiers(std::size_t count) {
  const auto tables = Terminology::Load(kData);
  if (!tables.ok()) GiveUp(tables.error());
  std::set<std::string> listed;
  for (const Row& row : tables->rows()) {
    if (row.system == "snomed") listed.insert(row.code);
  }
  std::vector<std::string> ids;
  for (std::size_t n = 1000; ids.size() < count; ++n) {
    if (std::string id = MadeUpConcept(n); !listed.contains(id)) ids.push_back(std::move(id));
  }
  std::mt19937_64 random(3);
  std::set<std::size_t> taken;
  for (const std::string& id : listed) {
    std::size_t place = 0;
    do {
      place = count / 500 + random() % (count - count / 500);
    } while (!taken.insert(place).second);
    ids[place] = id;
  }
  return ids;
}

// Every concept lies below an earlier one, every second below another one as well.
void WriteRelease(const std::string& folder, const std::vector<std::string>& ids) {
  std::mt19937_64 random(1);
  std::ofstream concepts(folder + "/sct2_Concept_Snapshot_INT_20260901.txt");
  std::ofstream relationships(folder + "/sct2_Relationship_Snapshot_INT_20260901.txt");
  concepts << "id\teffectiveTime\tactive\tmoduleId\tdefinitionStatusId\r\n";
  relationships << "id\teffectiveTime\tactive\tmoduleId\tsourceId\tdestinationId\t"
                   "relationshipGroup\ttypeId\tcharacteristicTypeId\tmodifierId\r\n";
  std::size_t number = 1000;
  const auto link = [&](std::size_t from, std::size_t to) {
    relationships << number++ << "025\t20260901\t1\t900000000000207008\t" << ids[from] << '\t'
                  << ids[to] << "\t0\t116680003\t900000000000011006\t900000000000451002\r\n";
  };
  for (std::size_t i = 0; i < ids.size(); ++i) {
    concepts << ids[i] << "\t20260901\t1\t900000000000207008\t900000000000074008\r\n";
    if (i == 0) continue;
    link(i, random() % i);
    if (i % 2 == 0) link(i, random() % i);
  }
}

// One in a hundred means something, the rest is known to mean nothing.
void WriteLinks(const std::string& file, std::size_t count) {
  std::ofstream links(file);
  links << "system\tcode\ttarget-system\ttarget-code\n";
  for (std::size_t i = 0; i < count; ++i) {
    links << kLinked << '\t' << i << "\tatc\t" << (i % 100 == 0 ? "H02AB02" : "A10BA02") << '\n';
  }
}

std::string MadeUpClassification(std::size_t classes) {
  std::ostringstream text;
  text << "<!DOCTYPE ClaML SYSTEM \"ClaML.dtd\"><ClaML version=\"2.0.0\">"
          "<Title name=\"made up\" version=\"1\"/>";
  for (std::size_t i = 0; i < classes; ++i) {
    text << "<Class code=\"X" << i << "\" kind=\"category\">";
    if (i > 0) text << "<SuperClass code=\"X" << i / 7 << "\"/>";
    text << "<Rubric kind=\"preferred\"><Label xml:lang=\"en\">" << std::string(200, 'w')
         << "</Label></Rubric></Class>\n";
  }
  text << "</ClaML>";
  return text.str();
}

// In a process of its own, whose memory goes with it.
void InChild(const auto& work) {
  std::fflush(stdout);
  const pid_t child = fork();
  if (child == 0) {
    work();
    std::fflush(stdout);
    _exit(0);
  }
  int status = 0;
  if (waitpid(child, &status, 0) != child || status != 0) std::exit(1);
}

void Import(const std::string& folder, std::size_t count) {
  const std::string release = folder + "/release";
  fs::create_directories(release);
  WriteRelease(release, Identifiers(count));
  std::string text;
  const double milliseconds = MillisecondsOf([&] {
    auto import = ImportRf2({release});
    if (!import.ok()) GiveUp(import.error());
    std::printf("rf2: %zu concepts, %zu is-a\n", import->counts.active, import->counts.is_a);
    text = std::move(import->text);
  });
  std::printf("%-40s %10.0f ms\n", "import of the release", milliseconds);
  std::ofstream(folder + "/snomed.codes.tsv", std::ios::binary) << text;
  WriteLinks(folder + "/own-codes.tsv", count);
  std::printf("%-40s %10.0f ms\n", "import of links", MillisecondsOf([&] {
                const auto systems = SystemTable::Read(kData + "/systems.tsv");
                if (!systems.ok()) GiveUp(systems.error());
                auto import = ImportLinks(folder + "/own-codes.tsv", *systems);
                if (!import.ok()) GiveUp(import.error());
                std::ofstream(folder + "/own-codes.links.tsv", std::ios::binary) << import->text;
              }));
  const std::string claml = MadeUpClassification(count / 10);
  std::printf("%-40s %10.0f ms for %zu MB\n", "import of a classification", MillisecondsOf([&] {
                if (const auto import = ReadClaml(claml, "icd-10"); !import.ok()) {
                  GiveUp(import.error());
                }
              }),
              claml.size() >> 20);
}

// Memory that no file backs and no other process has.
long PrivateKilobytes() {
  std::ifstream file("/proc/self/status");
  for (std::string word; file >> word;) {
    if (word == "RssAnon:" && file >> word) return std::stol(word);
  }
  return -1;
}

struct Figures {
  double nanoseconds = std::numeric_limits<double>::infinity();
  std::size_t allocations = 0, found = 0;
};

// Best of several rounds, in random order.
Figures Ask(const Terminology& terminology, const char* system,
            const std::vector<std::string>& codes) {
  Figures figures;
  std::vector<ConceptId> out;
  out.reserve(terminology.concept_count());
  for (int round = 0; round < 5; ++round) {
    figures.found = 0;
    const std::size_t before = dmn::AllocationCount();
    const double milliseconds = MillisecondsOf([&] {
      for (const std::string& code : codes) {
        out.clear();
        terminology.Lookup({system, code, {}}, out);
        figures.found += out.empty() ? 0 : 1;
      }
    });
    figures.allocations = dmn::AllocationCount() - before;
    figures.nanoseconds =
        std::min(figures.nanoseconds, milliseconds * 1e6 / static_cast<double>(codes.size()));
  }
  return figures;
}

int failures = 0;

void Hold(const char* what, double value, double most, const char* unit) {
  const bool holds = value <= most;
  failures += holds ? 0 : 1;
  std::printf("%-40s %10.1f %s (asked: at most %.0f)%s\n", what, value, unit, most,
              holds ? "" : "  FAILED");
}

void Measure(const std::string& folder, std::size_t count) {
  const long before = PrivateKilobytes();
  std::optional<Terminology> terminology;
  const double open = MillisecondsOf([&] {
    auto loaded = Terminology::Load(kData, folder);
    if (!loaded.ok()) GiveUp(loaded.error());
    terminology = std::move(loaded).value();
  });
  const long after = PrivateKilobytes();
  std::vector<std::string> known = Identifiers(count);
  std::mt19937_64 random(2);
  std::shuffle(known.begin(), known.end(), random);
  known.resize(std::min(known.size(), kAsked));
  std::vector<std::string> unknown;
  for (std::size_t i = 0; i < known.size(); ++i) {
    unknown.push_back(MadeUpConcept(50'000'000 + random() % 50'000'000));
  }
  std::vector<std::string> linked;
  for (std::size_t i = 0; i < known.size(); ++i) linked.push_back(std::to_string(random() % count));
  const Figures hit = Ask(*terminology, kSnomed, known);
  const Figures miss = Ask(*terminology, kSnomed, unknown);
  const Figures link = Ask(*terminology, kLinked, linked);
  std::printf("look-up file: %ju MB\n",
              static_cast<std::uintmax_t>(fs::file_size(folder + "/codes.idx") >> 20));
  std::printf("%zu of %zu codes mean a concept\n", hit.found, known.size());
  Hold("open (tables, checks of the file)", open, kMostMillisecondsToOpen, "ms");
  Hold("hit", hit.nanoseconds, kMostNanosecondsAHit, "ns");
  Hold("miss", miss.nanoseconds, kMostNanosecondsAHit, "ns");
  Hold("linked code", link.nanoseconds, kMostNanosecondsAHit, "ns");
  if (link.found == 0) GiveUp(InvalidInput("no linked code means a concept"));
  Hold("allocations", static_cast<double>(hit.allocations + miss.allocations + link.allocations), 0,
       "");
  Hold("private memory", static_cast<double>(after - before), kMostPrivateKilobytes, "KiB");
}

int Main(int count, char** arguments) {
  const std::size_t concepts = count > 1 ? std::stoul(arguments[1]) : 1'000'000;
  const std::string folder =
      (fs::temp_directory_path() / ("wervelwijzer-bench-" + std::to_string(getpid()))).string();
  fs::create_directories(folder);
  SetLogLevel(LogLevel::kWarning);
  InChild([&] { Import(folder, concepts); });
  InChild([&] {
    const double built = MillisecondsOf([&] {
      if (const auto loaded = Terminology::Load(kData, folder); !loaded.ok()) {
        GiveUp(loaded.error());
      }
    });
    std::printf("%-40s %10.0f ms\n", "building the look-up", built);
    std::printf("%-40s %10ld KiB\n", "private memory after building", PrivateKilobytes());
  });
  Measure(folder, concepts);
  fs::remove_all(folder);
  return failures == 0 || concepts < kFewestThatCount ? 0 : 1;
}

}  // namespace
}  // namespace wervelwijzer::terminology

int main(int count, char** arguments) { return wervelwijzer::terminology::Main(count, arguments); }
