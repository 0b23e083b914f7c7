#include "terminology/link_index.h"

#include <algorithm>
#include <map>
#include <set>
#include <tuple>
#include <utility>

#include "terminology/content_hash.h"
#include "terminology/load_index.h"

namespace wervelwijzer::terminology {
namespace {

std::string_view WithoutVersion(std::string_view uri) { return uri.substr(0, uri.find('|')); }

CodeForm FormOf(const SystemTable& systems, std::optional<SystemIndex> known) {
  return known ? systems.Form(*known) : CodeForm::kText;
}

void AddSorted(std::vector<ConceptId>& ids, ConceptId id) {
  const auto place = std::lower_bound(ids.begin(), ids.end(), id);
  if (place == ids.end() || *place != id) ids.insert(place, id);
}

// The links of all files, with what holds the bytes they point into.
struct Loaded {
  std::vector<MappedFile> files;
  std::vector<CodeLink> links;
};

Result<Loaded> ReadAll(const std::vector<std::string>& paths) {
  Loaded all;
  for (const std::string& path : paths) {
    Result<MappedFile> file = MappedFile::Open(path);
    if (!file.ok()) return file.error();
    auto links = ParseLinkFile(file->bytes());
    if (!links.ok()) return InvalidInput(links.error().message, path + ":" + links.error().path);
    all.links.insert(all.links.end(), links->begin(), links->end());
    all.files.push_back(std::move(file).value());
  }
  std::ranges::sort(all.links);
  return all;
}

// A link by the place of its code in the look-up.
struct Source {
  SystemIndex system = 0;
  CodeForm form = CodeForm::kText;
  std::string code;  // in compared form
  const CodeLink* link = nullptr;
};

// What each target means, looked up once.
class Targets {
 public:
  Targets(const SystemTable& systems, const TargetReader& read) : systems_(systems), read_(read) {}

  Result<const TargetMeaning*> Of(const CodeLink& link) {
    const auto system = systems_.FindName(link.target_system);
    if (!system) {
      return InvalidInput("target system `" + std::string(link.target_system) + "` is not covered");
    }
    const auto [entry, added] = known_.try_emplace({*system, link.target_code});
    if (added) entry->second = read_({systems_.Uri(*system), link.target_code, {}});
    return &entry->second;
  }

 private:
  const SystemTable& systems_;
  const TargetReader& read_;
  std::map<std::pair<SystemIndex, std::string_view>, TargetMeaning> known_;
};

}  // namespace

std::optional<SystemIndex> LinkIndex::NumberOf(std::optional<SystemIndex> known,
                                               std::string_view uri) const {
  if (known) return known_[*known];
  const auto found = others_.find(WithoutVersion(uri));
  if (found == others_.end()) return std::nullopt;
  return found->second;
}

void LinkIndex::Number(const SystemTable& systems, const std::set<std::string>& uris) {
  std::size_t next = 0;
  for (const std::string& uri : uris) {
    const auto known = systems.FindUri(uri);
    if (known && known_[*known]) continue;  // by another of its uris
    const auto number = static_cast<SystemIndex>(next++);
    if (known) {
      known_[*known] = number;
    } else {
      others_.emplace(uri, number);
    }
  }
}

Result<LinkIndex> LinkIndex::Load(const std::vector<std::string>& files, const std::string& kept,
                                  std::uint64_t tables, const SystemTable& systems,
                                  const TargetReader& read) {
  LinkIndex links;
  if (files.empty()) return links;
  std::uint64_t sources = tables;
  std::set<std::string> uris;
  for (const std::string& file : files) {
    Result<LinkHead> head = ReadLinkHead(file);
    if (!head.ok()) return head.error();
    sources = ContentHash(head->name + "\n" + head->version + "\n" + HexOf(head->content), sources);
    uris.insert(head->systems.begin(), head->systems.end());
    links.heads_.push_back(std::move(head).value());
  }
  if (uris.size() > kMostSystems) {
    return InvalidInput("more than 64 systems have links", files.back());
  }
  links.Number(systems, uris);
  auto index = OpenOrBuild(kept, "links.idx", sources,
                           [&] { return links.Build(files, systems, read, sources); });
  if (!index.ok()) return index.error();
  links.index_.emplace(std::move(index).value());
  return links;
}

Result<std::string> LinkIndex::Build(const std::vector<std::string>& files,
                                     const SystemTable& systems, const TargetReader& read,
                                     std::uint64_t sources) const {
  const Result<Loaded> all = ReadAll(files);
  if (!all.ok()) return all.error();
  std::vector<Source> places;
  places.reserve(all->links.size());
  for (const CodeLink& link : all->links) {
    const auto known = systems.FindUri(link.system);
    const auto number = NumberOf(known, link.system);
    const CodeForm form = FormOf(systems, known);
    std::string code = ComparedForm(form, link.code);
    if (!number || code.empty()) continue;  // of no form: it is never met
    places.push_back({*number, form, std::move(code), &link});
  }
  std::ranges::sort(places, [](const Source& a, const Source& b) {
    return std::tie(a.system, a.code) < std::tie(b.system, b.code);
  });
  Targets targets(systems, read);
  CodeIndexBuilder builder;
  for (auto at = places.begin(); at != places.end();) {
    IndexEntry entry{at->system, at->form, at->code, {}, {}, false, true};
    for (; at != places.end() && at->system == entry.system && at->code == entry.code; ++at) {
      const Result<const TargetMeaning*> target = targets.Of(*at->link);
      if (!target.ok()) return target.error();
      for (const ConceptId id : (*target)->is) AddSorted(entry.is, id);
      const bool decides = at->link->kind == LinkKind::kSame ||
                           IsClass(systems.Form(*systems.FindName(at->link->target_system)));
      entry.is_listed = entry.is_listed || ((*target)->is_checked && decides);
    }
    builder.Add(entry);
  }
  return std::move(builder).Finish(sources);
}

std::optional<CodeMeaning> LinkIndex::Find(const SystemTable& systems,
                                           std::optional<SystemIndex> known,
                                           const fhir::Coding& coding) const {
  if (!index_) return std::nullopt;
  const auto number = NumberOf(known, coding.system);
  if (!number) return std::nullopt;
  const CodeForm form = FormOf(systems, known);
  const ComparedCode compared(form, coding.code);
  const CodeMeaning meaning = index_->Find(*number, form, compared.code());
  if (!meaning.is_in_snapshot) return std::nullopt;
  return meaning;
}

std::string_view LinkIndex::UriOf(std::string_view uri) const {
  const auto found = others_.find(WithoutVersion(uri));
  return found == others_.end() ? std::string_view() : std::string_view(found->first);
}

}  // namespace wervelwijzer::terminology
