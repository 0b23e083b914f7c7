#include "terminology/snapshot.h"

#include <algorithm>
#include <charconv>
#include <fstream>
#include <functional>
#include <utility>

#include "terminology/content_hash.h"

namespace wervelwijzer::terminology {
namespace {

constexpr std::string_view kTitle = "# wervelwijzer code snapshot 1";

// The next part of `text` up to `separator`, which is taken off.
std::string_view Take(std::string_view& text, char separator) {
  const std::size_t end = text.find(separator);
  const std::string_view part = text.substr(0, end);
  text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
  return part;
}

// Takes the head off and returns it.
Result<SnapshotHead> TakeHead(std::string_view& text) {
  SnapshotHead head;
  if (Take(text, '\n') != kTitle) return InvalidInput("is no snapshot of this version", "line 1");
  while (text.starts_with("# ")) {
    std::string_view line = Take(text, '\n');
    line.remove_prefix(2);
    const std::string_view name = Take(line, ' ');
    if (name == "system") head.system = line;
    if (name == "version") head.version = line;
    if (name == "origin") head.origin = line;
    if (name == "codes") std::from_chars(line.data(), line.data() + line.size(), head.codes);
    if (name == "content")
      std::from_chars(line.data(), line.data() + line.size(), head.content, 16);
  }
  if (head.system.empty()) return InvalidInput("head names no system", "line 1");
  return head;
}

Error AtLine(std::string message, std::size_t line) {
  return InvalidInput(std::move(message), "code line " + std::to_string(line));
}

Error In(const std::string& path, Error error) {
  error.path = error.path.empty() ? path : path + " " + error.path;
  return error;
}

}  // namespace

std::string SnapshotFileName(std::string_view system) { return std::string(system) + ".codes.tsv"; }

Result<SnapshotHead> ReadSnapshotHead(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  if (!file) return Error{ErrorKind::kNotFound, "snapshot cannot be read", path};
  std::string head(4096, '\0');
  file.read(head.data(), static_cast<std::streamsize>(head.size()));
  std::string_view text(head.data(), static_cast<std::size_t>(file.gcount()));
  Result<SnapshotHead> read = TakeHead(text);
  if (!read.ok()) return In(path, read.error());
  return read;
}

Result<Snapshot> Snapshot::Read(const std::string& path) {
  Result<MappedFile> file = MappedFile::Open(path);
  if (!file.ok()) return file.error();
  Snapshot snapshot;
  snapshot.file_ = std::move(file).value();
  if (Status read = snapshot.ReadLines(snapshot.file_->bytes()); !read.ok()) {
    return In(path, read.error());
  }
  return snapshot;
}

Result<Snapshot> Snapshot::Parse(std::string text) {
  // A short text lives inside the string object, where a move would leave the views behind.
  text.reserve(64);
  Snapshot snapshot;
  snapshot.text_ = std::move(text);
  if (Status read = snapshot.ReadLines(snapshot.text_); !read.ok()) return read.error();
  return snapshot;
}

Status Snapshot::ReadLines(std::string_view text) {
  Result<SnapshotHead> head = TakeHead(text);
  if (!head.ok()) return head.error();
  head_ = std::move(head).value();
  if (ContentHash(text) != head_.content) return InvalidInput("content does not fit the head");
  const auto lines = static_cast<std::size_t>(std::ranges::count(text, '\n'));
  if (lines != head_.codes) return InvalidInput("number of codes does not fit the head");
  codes_.reserve(lines);
  states_.reserve(lines);
  const std::string_view all = text;
  for (std::size_t line = 1; !text.empty(); ++line) {
    std::string_view rest = Take(text, '\n');
    const std::string_view code = Take(rest, '\t');
    const std::string_view state = Take(rest, '\t');
    if (code.empty() || (!codes_.empty() && code <= codes_.back())) {
      return AtLine("codes are not in order", line);
    }
    if (state != "c" && state != "a" && state != "i") return AtLine("state is not known", line);
    codes_.push_back(code);
    states_.push_back(static_cast<CodeState>(state.front()));
  }
  text = all;
  above_.begins = not_below_.begins = {0};
  for (std::size_t line = 1; !text.empty(); ++line) {
    std::string_view rest = Take(text, '\n');
    Take(rest, '\t');
    Take(rest, '\t');
    const std::string_view above = Take(rest, '\t');
    if (Status read = ReadList(above, line, above_); !read.ok()) return read;
    if (Status read = ReadList(rest, line, not_below_); !read.ok()) return read;
  }
  TurnAround();
  return {};
}

Status Snapshot::ReadList(std::string_view cell, std::size_t line, Lists& lists) const {
  while (!cell.empty()) {
    const std::string_view code = Take(cell, ' ');
    const std::optional<Node> node = Find(code);
    if (!node) return AtLine("names a code that is not in the file", line);
    lists.nodes.push_back(*node);
  }
  lists.begins.push_back(static_cast<std::uint32_t>(lists.nodes.size()));
  return {};
}

// Fills below_ from above_.
void Snapshot::TurnAround() {
  below_.begins.assign(codes_.size() + 1, 0);
  for (const Node above : above_.nodes) ++below_.begins[above + 1];
  for (std::size_t i = 1; i < below_.begins.size(); ++i) below_.begins[i] += below_.begins[i - 1];
  below_.nodes.resize(above_.nodes.size());
  std::vector<std::uint32_t> next(below_.begins.begin(), below_.begins.end() - 1);
  for (Node node = 0; node < codes_.size(); ++node) {
    for (const Node above : above_.Of(node)) below_.nodes[next[above]++] = node;
  }
}

std::optional<Snapshot::Node> Snapshot::Find(std::string_view code) const {
  const auto found = std::lower_bound(codes_.begin(), codes_.end(), code);
  if (found == codes_.end() || *found != code) return std::nullopt;
  return static_cast<Node>(found - codes_.begin());
}

std::vector<Snapshot::Node> Snapshot::Closure(Node node) const {
  std::vector<bool> seen(codes_.size());
  std::vector<Node> closure{node};
  seen[node] = true;
  for (std::size_t next = 0; next < closure.size(); ++next) {
    for (const Node below : below_.Of(closure[next])) {
      if (seen[below]) continue;
      seen[below] = true;
      closure.push_back(below);
    }
  }
  return closure;
}

}  // namespace wervelwijzer::terminology
