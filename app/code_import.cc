#include "app/code_import.h"

#include <ctime>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <string>
#include <system_error>
#include <utility>

#include "app/input_file.h"
#include "app/places.h"
#include "base/json.h"
#include "terminology/file_bytes.h"
#include "terminology/import_claml.h"
#include "terminology/import_links.h"
#include "terminology/import_rf2.h"
#include "terminology/import_server.h"
#include "terminology/link_file.h"
#include "terminology/server_questions.h"
#include "terminology/terminology.h"

namespace wervelwijzer::app {
namespace {

constexpr std::size_t kMostAnswerBytes = 512u << 20;

int Complain(const Error& error) {
  std::cerr << "wervelwijzer terminology: " << error.ToString() << "\n";
  return kFindings;
}

Result<std::string> TablesPlace(const CodeImportSettings& settings) {
  const Result<hooks::KnowledgePlaces> places = FindData(settings.data);
  if (!places.ok()) return places.error();
  return places->terminology;
}

// What an import says of itself, and the text to keep.
struct Imported {
  std::string system, file, text, words;
};

Imported OfSystem(std::string system, std::string text, std::string words) {
  std::string file = terminology::SnapshotFileName(system);
  return {std::move(system), std::move(file), std::move(text), std::move(words)};
}

Result<Imported> FromRf2(const CodeImportSettings& settings) {
  Result<terminology::Rf2Import> import = terminology::ImportRf2(settings.rf2);
  if (!import.ok()) return import.error();
  const terminology::Rf2Counts& counts = import->counts;
  std::string words = import->version + ": " + std::to_string(counts.active) +
                      " concepts in use, " + std::to_string(counts.inactive) + " retired, " +
                      std::to_string(counts.is_a) + " is-a relationships";
  if (counts.of_inactive > 0) {
    words += ", " + std::to_string(counts.of_inactive) + " left out since one end is retired";
  }
  return OfSystem("snomed", std::move(import->text), std::move(words));
}

Result<Imported> FromClaml(const CodeImportSettings& settings) {
  Result<terminology::ClamlImport> import =
      terminology::ImportClaml(settings.claml, settings.system);
  if (!import.ok()) return import.error();
  std::string words = import->version + ": " + std::to_string(import->classes) + " classes, " +
                      std::to_string(import->links) + " links";
  return OfSystem(settings.system, std::move(import->text), std::move(words));
}

Result<JsonDocument> ReadJson(const std::string& path) {
  const Result<std::string> text = ReadInput(path);
  if (!text.ok()) return text.error();
  JsonLimits limits;
  limits.max_bytes = kMostAnswerBytes;
  Result<JsonDocument> document = JsonDocument::Parse(*text, limits);
  if (document.ok()) return document;
  return InvalidInput(document.error().message, path + " " + document.error().path);
}

Result<Imported> FromAnswers(const CodeImportSettings& settings,
                             const terminology::SystemTable& systems) {
  terminology::ServerAnswers answers(systems, "snomed");
  JsonValue asked;
  std::optional<JsonDocument> questions;
  if (!settings.questions.empty()) {
    Result<JsonDocument> read = ReadJson(settings.questions);
    if (!read.ok()) return read.error();
    questions.emplace(std::move(read).value());
    asked = questions->root();
  }
  for (const std::string& path : settings.answers) {
    const Result<JsonDocument> answer = ReadJson(path);
    if (!answer.ok()) return answer.error();
    if (Status added = answers.Add(answer->root(), asked); !added.ok()) {
      return InvalidInput(added.error().message, path + " " + added.error().path);
    }
  }
  Result<terminology::ServerImport> import = std::move(answers).Finish();
  if (!import.ok()) return import.error();
  std::string words = import->version + ": " + std::to_string(import->codes) + " codes, " +
                      std::to_string(import->complete) + " complete expansions, " +
                      std::to_string(import->partial) + " partial ones, " +
                      std::to_string(import->pairs) + " pairs, " + std::to_string(import->refused) +
                      " refused by the server";
  return OfSystem("snomed", std::move(import->text), std::move(words));
}

Result<Imported> FromLinks(const CodeImportSettings& settings,
                           const terminology::SystemTable& systems) {
  Result<terminology::LinkImport> import = terminology::ImportLinks(settings.links, systems);
  if (!import.ok()) return import.error();
  std::string words = import->version.empty() ? "without a version" : import->version;
  words += ": " + std::to_string(import->links) + " links, " + std::to_string(import->left_out) +
           " left out since they do not say what the code means";
  return Imported{import->name, import->name + std::string(terminology::kLinkFileEnding),
                  std::move(import->text), std::move(words)};
}

Result<Imported> Import(const CodeImportSettings& settings,
                        const terminology::SystemTable& systems) {
  if (!settings.rf2.empty()) return FromRf2(settings);
  if (!settings.claml.empty()) return FromClaml(settings);
  if (!settings.links.empty()) return FromLinks(settings, systems);
  return FromAnswers(settings, systems);
}

Status Keep(const std::string& folder, const Imported& imported) {
  std::error_code failed;
  std::filesystem::create_directories(folder, failed);
  if (failed) {
    return Error{ErrorKind::kUnavailable, "cannot make the folder: " + failed.message(), folder};
  }
  return terminology::WriteFileAtomically(folder + "/" + imported.file, imported.text);
}

// The most memory that the process had at once, in MiB; 0 where the system does not tell.
long MostMemory() {
  std::ifstream file("/proc/self/status");
  for (std::string word; file >> word;) {
    if (long kilobytes = 0; word == "VmHWM:" && file >> kilobytes) return kilobytes / 1024;
  }
  return 0;
}

void PrintCost() {
  std::cout << "took " << std::clock() / (CLOCKS_PER_SEC / 1000)
            << " ms of processor time and at most " << MostMemory() << " MiB of memory\n";
}

}  // namespace

int ImportCodes(const CodeImportSettings& settings) {
  const Result<std::string> tables = TablesPlace(settings);
  if (!tables.ok()) return Complain(tables.error());
  const auto systems = terminology::SystemTable::Read(*tables + "/systems.tsv");
  if (!systems.ok()) return Complain(systems.error());
  if (!systems->FindName(settings.system)) {
    return Complain(InvalidInput("system `" + settings.system + "` is not known", "--system"));
  }
  const Result<Imported> imported = Import(settings, *systems);
  if (!imported.ok()) return Complain(imported.error());
  if (Status kept = Keep(settings.into, *imported); !kept.ok()) return Complain(kept.error());
  std::cout << imported->system << " " << imported->words << "\n";
  const auto loaded = terminology::Terminology::Load(*tables, settings.into);
  if (!loaded.ok()) return Complain(loaded.error());
  PrintCost();
  std::cout << "serve with --hierarchies " << settings.into << "\n";
  return kDone;
}

int AskForCodes(const CodeImportSettings& settings) {
  const Result<std::string> tables = TablesPlace(settings);
  if (!tables.ok()) return Complain(tables.error());
  const auto systems = terminology::SystemTable::Read(*tables + "/systems.tsv");
  if (!systems.ok()) return Complain(systems.error());
  const auto concepts = terminology::ConceptTable::Read(*tables + "/concepts.tsv", *systems);
  if (!concepts.ok()) return Complain(concepts.error());
  const auto snomed = systems->FindName("snomed");
  if (!snomed) return Complain(InvalidInput("has no system `snomed`", *tables + "/systems.tsv"));
  std::cout << terminology::WriteServerQuestions(*concepts, "snomed", systems->Uri(*snomed),
                                                 settings.codes)
            << "\n";
  return kDone;
}

int PrintCodeNotices() {
  const Result<std::string> tables = TablesPlace({});
  if (!tables.ok()) return Complain(tables.error());
  const Result<std::string> text = ReadInput(*tables + "/../NOTICE.md");
  if (!text.ok()) return Complain(text.error());
  std::cout << *text;
  return kDone;
}

}  // namespace wervelwijzer::app
