#include "terminology/terminology.h"

#include <algorithm>
#include <fstream>
#include <iterator>
#include <utility>

#include "terminology/code_form.h"
#include "terminology/link_index.h"
#include "terminology/load_index.h"

namespace wervelwijzer::terminology {
namespace {

std::string ReadBytes(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

bool Has(std::span<const ConceptId> sorted, ConceptId id) {
  return std::binary_search(sorted.begin(), sorted.end(), id);
}

}  // namespace

struct Terminology::Tables {
  SystemTable systems;
  ConceptTable concepts;
  CodeIndex index;
  std::vector<SnapshotHead> snapshots;
  LinkIndex links;

  bool HasSnapshot(SystemIndex system) const {
    return std::ranges::any_of(snapshots, [name = systems.Name(system)](const SnapshotHead& head) {
      return head.system == name;
    });
  }

  // The index tells for every concept with rows of the system whether the code means it.
  bool DecidesAll(SystemIndex system, const CodeMeaning& meaning) const {
    return meaning.is.size() + meaning.is_not.size() == concepts.CountWithRows(system);
  }

  // A class code that the snapshot has, or that is finer than a category that it has.
  bool KnowsClass(SystemIndex system, std::string_view code) const {
    for (std::size_t length = code.size(); length >= 3; --length) {
      const auto part = code.substr(0, length);
      if (index.Find(system, CodeForm::kClass, part).is_in_snapshot) return true;
    }
    return false;
  }

  bool RowsLead(SystemIndex system, CodeForm form, std::string_view code, ConceptId id) const {
    if (!IsClass(form)) return false;
    std::vector<ConceptId> found;
    concepts.CollectLeading(system, code, found);
    return std::ranges::find(found, id) != found.end();
  }
};

Terminology::Terminology(std::shared_ptr<const Tables> tables) : tables_(std::move(tables)) {}

Result<Terminology> Terminology::Load(const std::string& directory, const std::string& snapshots,
                                      const std::string& kept) {
  const std::string systems_path = directory + "/systems.tsv";
  const std::string concepts_path = directory + "/concepts.tsv";
  Result<SystemTable> systems = SystemTable::Read(systems_path);
  if (!systems.ok()) return systems.error();
  Result<ConceptTable> concepts = ConceptTable::Read(concepts_path, *systems);
  if (!concepts.ok()) return concepts.error();
  Result<LoadedIndex> loaded = LoadIndex(
      *systems, *concepts, ReadBytes(systems_path) + ReadBytes(concepts_path), {snapshots, kept});
  if (!loaded.ok()) return loaded.error();
  const auto tables = std::make_shared<Tables>(
      Tables{std::move(systems).value(), std::move(concepts).value(), std::move(loaded->index),
             std::move(loaded->snapshots), LinkIndex()});
  const Terminology plain(tables);
  const auto read = [&plain](const fhir::Coding& target) {
    TargetMeaning meaning;
    plain.Lookup(target, meaning.is);
    std::ranges::sort(meaning.is);
    meaning.is_checked = plain.ReachOf(target) == Reach::kChecked;
    return meaning;
  };
  Result<LinkIndex> links = LinkIndex::Load(loaded->link_files, kept.empty() ? snapshots : kept,
                                            loaded->sources, tables->systems, read);
  if (!links.ok()) return links.error();
  tables->links = std::move(links).value();
  return Terminology(tables);
}

std::optional<ConceptId> Terminology::Find(std::string_view concept_name) const {
  return tables_->concepts.Find(concept_name);
}

std::string_view Terminology::Name(ConceptId id) const { return tables_->concepts.Name(id); }
std::size_t Terminology::concept_count() const { return tables_->concepts.concept_count(); }
std::span<const Row> Terminology::rows() const { return tables_->concepts.rows(); }
std::span<const SnapshotHead> Terminology::snapshots() const { return tables_->snapshots; }
std::span<const LinkHead> Terminology::links() const { return tables_->links.heads(); }

Answer Terminology::Is(ConceptId id, const fhir::Coding& coding) const {
  const std::optional<SystemIndex> system = tables_->systems.FindUri(coding.system);
  const auto linked = tables_->links.Find(tables_->systems, system, coding);
  if (linked && Has(linked->is, id)) return Answer::kYes;
  if (!system) return Answer::kNotCovered;
  const CodeForm form = tables_->systems.Form(*system);
  const ComparedCode compared(form, coding.code);
  const CodeMeaning meaning = tables_->index.Find(*system, form, compared.code());
  if (Has(meaning.is, id) || tables_->RowsLead(*system, form, compared.code(), id)) {
    return Answer::kYes;
  }
  if (Has(meaning.is_not, id)) return Answer::kNo;
  if (tables_->concepts.Coverage(id, *system) != RowCoverage::kComplete) return Answer::kNotCovered;
  const bool unheard_of = IsClass(form) && tables_->HasSnapshot(*system) &&
                          !tables_->KnowsClass(*system, compared.code());
  return unheard_of ? Answer::kNotCovered : Answer::kNo;
}

bool Terminology::Lookup(const fhir::Coding& coding, std::vector<ConceptId>& out) const {
  return Read(coding, out) != Reach::kUnknownSystem;
}

Reach Terminology::ReachOf(const fhir::Coding& coding) const {
  std::vector<ConceptId> ignored;
  return Read(coding, ignored);
}

Reach Terminology::Read(const fhir::Coding& coding, std::vector<ConceptId>& out) const {
  const std::optional<SystemIndex> system = tables_->systems.FindUri(coding.system);
  const auto linked = tables_->links.Find(tables_->systems, system, coding);
  if (linked) {
    for (const ConceptId id : linked->is) AddOnce(out, id);
  }
  const bool is_linked_fully = linked && linked->is_listed;
  if (!system) {
    if (is_linked_fully) return Reach::kChecked;
    return linked ? Reach::kListedOnly : Reach::kUnknownSystem;
  }
  const CodeForm form = tables_->systems.Form(*system);
  const ComparedCode compared(form, coding.code);
  const CodeMeaning meaning = tables_->index.Find(*system, form, compared.code());
  for (const ConceptId id : meaning.is) AddOnce(out, id);
  if (IsClass(form)) tables_->concepts.CollectLeading(*system, compared.code(), out);
  const bool is_checked = is_linked_fully || meaning.is_listed ||
                          !tables_->concepts.NeedsHierarchy(*system) ||
                          tables_->DecidesAll(*system, meaning);
  return is_checked ? Reach::kChecked : Reach::kListedOnly;
}

std::string_view Terminology::SystemName(std::string_view uri) const {
  const std::optional<SystemIndex> system = tables_->systems.FindUri(uri);
  return system ? tables_->systems.Name(*system) : std::string_view();
}

std::string_view Terminology::KnownUri(std::string_view uri) const {
  const std::optional<SystemIndex> system = tables_->systems.FindUri(uri);
  return system ? tables_->systems.Uri(*system) : tables_->links.UriOf(uri);
}

std::string_view Terminology::SystemUri(std::string_view name) const {
  const std::optional<SystemIndex> system = tables_->systems.FindName(name);
  return system ? tables_->systems.Uri(*system) : std::string_view();
}

}  // namespace wervelwijzer::terminology
