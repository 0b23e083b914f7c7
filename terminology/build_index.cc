#include "terminology/build_index.h"

#include <algorithm>
#include <map>
#include <utility>
#include <vector>

#include "terminology/code_index.h"

namespace wervelwijzer::terminology {
namespace {

using Node = Snapshot::Node;
using CodePlace = std::pair<SystemIndex, std::string>;  // the code in compared form
using ConceptList = std::vector<ConceptId>;

void AddSorted(ConceptList& ids, ConceptId id) {
  const auto place = std::lower_bound(ids.begin(), ids.end(), id);
  if (place == ids.end() || *place != id) ids.insert(place, id);
}

// What one snapshot says about the concepts of its system.
class SnapshotReading {
 public:
  SnapshotReading(const Snapshot& snapshot, SystemIndex system, CodeForm form,
                  const ConceptTable& concepts)
      : snapshot_(snapshot), concepts_(concepts), is_(snapshot.size()) {
    std::map<std::string, Node, std::less<>> by_form;
    if (IsClass(form)) {
      for (Node node = 0; node < snapshot.size(); ++node) {
        by_form.emplace(ComparedForm(form, snapshot.Code(node)), node);
      }
    }
    for (const Row& row : concepts.rows()) {
      if (row.system != snapshot.head().system || row.match == Match::kPrefix) continue;
      std::optional<Node> root = snapshot.Find(row.code);
      if (const auto found = by_form.find(ComparedForm(form, row.code)); found != by_form.end()) {
        root = found->second;
      }
      Read(row, root);
    }
    for (ConceptId id = 0; id < concepts.concept_count(); ++id) {
      if (concepts.Coverage(id, system) != RowCoverage::kNoRow) decidable_.push_back(id);
    }
  }

  const ConceptList& Is(Node node) const { return is_[node]; }
  // An unverified row names it, or a code above it.
  bool IsInDoubt(Node node) const { return in_doubt_.contains(node); }

  // The concepts that this code cannot mean.
  ConceptList IsNot(Node node) const {
    ConceptList out;
    if (snapshot_.State(node) == CodeState::kInactive) return out;
    const auto not_below = snapshot_.NotBelow(node);
    for (const ConceptId id : decidable_) {
      if (std::binary_search(is_[node].begin(), is_[node].end(), id)) continue;
      if (const auto doubt = in_doubt_.find(node); doubt != in_doubt_.end()) {
        if (std::binary_search(doubt->second.begin(), doubt->second.end(), id)) continue;
      }
      const auto open = open_roots_.find(id);
      const bool excluded = open == open_roots_.end() ||
                            std::ranges::all_of(open->second, [&](std::optional<Node> root) {
                              return root && std::ranges::find(not_below, *root) != not_below.end();
                            });
      if (excluded) out.push_back(id);
    }
    return out;
  }

 private:
  void Read(const Row& row, std::optional<Node> root) {
    if (!row.is_used()) {
      if (!root) return;
      for (const Node node : snapshot_.Closure(*root)) AddSorted(in_doubt_[node], row.concept_id);
      return;
    }
    if (row.match == Match::kExact) {
      if (root) AddSorted(is_[*root], row.concept_id);
      return;
    }
    if (!root || snapshot_.State(*root) != CodeState::kComplete) {
      open_roots_[row.concept_id].push_back(root);
    }
    if (!root) return;
    for (const Node node : snapshot_.Closure(*root)) AddSorted(is_[node], row.concept_id);
  }

  const Snapshot& snapshot_;
  const ConceptTable& concepts_;
  std::vector<ConceptList> is_;
  std::map<Node, ConceptList> in_doubt_;  // neither yes nor no
  ConceptList decidable_;
  // By concept: the codes below which more may lie than the snapshot knows; nothing for a code that
  // it does not have.
  std::map<ConceptId, std::vector<std::optional<Node>>> open_roots_;
};

// The rows by code, without those that only the beginning of a code decides.
std::map<CodePlace, IndexEntry> EntriesOfRows(const SystemTable& systems,
                                              const ConceptTable& concepts) {
  std::map<CodePlace, IndexEntry> entries;
  for (const Row& row : concepts.rows()) {
    if (!row.is_used()) continue;
    const SystemIndex system = *systems.FindName(row.system);
    const CodeForm form = systems.Form(system);
    const std::string code = ComparedForm(form, row.code);
    if (code.empty()) continue;  // a range of ICD-9-CM
    IndexEntry& entry = entries[{system, code}];
    entry.system = system;
    entry.form = form;
    entry.code = code;
    entry.is_listed = true;
    if (!IsClass(form) || row.match == Match::kExact) {
      AddSorted(entry.is, row.concept_id);
    }
  }
  return entries;
}

void AddSnapshot(const Snapshot& snapshot, SystemIndex system, CodeForm form,
                 const ConceptTable& concepts, std::map<CodePlace, IndexEntry>& listed,
                 CodeIndexBuilder& builder) {
  const SnapshotReading reading(snapshot, system, form, concepts);
  std::map<std::pair<ConceptList, bool>, ConceptList> excluded;  // the same again and again
  IndexEntry entry{system, form, {}, {}, {}, false, true};
  for (Node node = 0; node < snapshot.size(); ++node) {
    entry.code = ComparedForm(form, snapshot.Code(node));
    entry.is = reading.Is(node);
    if (!snapshot.NotBelow(node).empty() || reading.IsInDoubt(node)) {
      entry.is_not = reading.IsNot(node);
    } else {
      const bool in_use = snapshot.State(node) != CodeState::kInactive;
      const auto [known, added] = excluded.emplace(std::pair(entry.is, in_use), ConceptList());
      if (added) known->second = reading.IsNot(node);
      entry.is_not = known->second;
    }
    const auto row = listed.find({system, entry.code});
    if (row == listed.end()) {
      builder.Add(entry);
    } else {
      for (const ConceptId id : entry.is) AddSorted(row->second.is, id);
      row->second.is_not = entry.is_not;
      row->second.is_in_snapshot = true;
    }
  }
}

}  // namespace

std::string BuildCodeIndex(const SystemTable& systems, const ConceptTable& concepts,
                           std::span<const Snapshot> snapshots, std::uint64_t sources) {
  CodeIndexBuilder builder;
  std::map<CodePlace, IndexEntry> listed = EntriesOfRows(systems, concepts);
  for (const Snapshot& snapshot : snapshots) {
    if (const auto system = systems.FindName(snapshot.head().system)) {
      AddSnapshot(snapshot, *system, systems.Form(*system), concepts, listed, builder);
    }
  }
  for (auto& [place, entry] : listed) {
    // What a row says stands, whatever a snapshot makes of it.
    std::erase_if(entry.is_not, [&is = entry.is](ConceptId id) {
      return std::binary_search(is.begin(), is.end(), id);
    });
    builder.Add(entry);
  }
  return std::move(builder).Finish(sources);
}

}  // namespace wervelwijzer::terminology
