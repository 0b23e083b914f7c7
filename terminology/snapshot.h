#pragma once

// A local copy of the hierarchy of one code system: which codes there are and what stands directly
// above each. Codes only, no words of the code system. Made once from a release or from what a
// terminology server answered, and kept with its version.
//
// The file is text: lines of head (`# name value`), then a line for each code, sorted:
//   code <tab> state <tab> codes directly above <tab> codes that it is known not to lie below
// The state is `c` (in use, all that lies below it is in the file), `a` (in use, more may lie below
// it) or `i` (no longer in use: what lies above it is not known).

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "base/result.h"
#include "terminology/file_bytes.h"

namespace wervelwijzer::terminology {

enum class CodeState : char { kComplete = 'c', kActive = 'a', kInactive = 'i' };

struct SnapshotHead {
  std::string system;         // short name of systems.tsv: `snomed`
  std::string version;        // as its publisher names it: `INT_20260901`
  std::string origin;         // `rf2`, `claml`, `terminology-server`
  std::size_t codes = 0;      // how many lines follow
  std::uint64_t content = 0;  // hash of these lines
};

// The name of the file in a folder of snapshots: `snomed.codes.tsv`.
std::string SnapshotFileName(std::string_view system);

// Reads the head alone: some hundred bytes, whatever the size of the file.
Result<SnapshotHead> ReadSnapshotHead(const std::string& path);

// Immutable. Nodes are the codes by their place in the file.
class Snapshot {
 public:
  using Node = std::uint32_t;

  // Errors: kNotFound; kInvalidInput with the line, or when the content does not fit the head.
  static Result<Snapshot> Read(const std::string& path);
  // The text of a file.
  static Result<Snapshot> Parse(std::string text);

  const SnapshotHead& head() const { return head_; }
  std::size_t size() const { return codes_.size(); }
  std::optional<Node> Find(std::string_view code) const;
  // REQUIRES, for all below: node < size().
  std::string_view Code(Node node) const { return codes_[node]; }
  CodeState State(Node node) const { return states_[node]; }
  std::span<const Node> Above(Node node) const { return above_.Of(node); }
  std::span<const Node> NotBelow(Node node) const { return not_below_.Of(node); }
  // The node and everything below it, near or far, each once.
  std::vector<Node> Closure(Node node) const;

 private:
  // Lists of nodes, one for each node, one behind the other.
  struct Lists {
    std::vector<std::uint32_t> begins;  // one more than there are nodes
    std::vector<Node> nodes;
    std::span<const Node> Of(Node node) const {
      return {nodes.data() + begins[node], nodes.data() + begins[node + 1]};
    }
  };

  Status ReadLines(std::string_view text);
  Status ReadList(std::string_view cell, std::size_t line, Lists& lists) const;
  void TurnAround();

  SnapshotHead head_;
  std::optional<MappedFile> file_;
  std::string text_;  // when there is no file; codes_ point into either
  std::vector<std::string_view> codes_;
  std::vector<CodeState> states_;
  Lists above_, below_, not_below_;
};

// Collects what an importer finds and writes it down.
class SnapshotBuilder {
 public:
  SnapshotBuilder() = default;
  SnapshotBuilder(const SnapshotBuilder&) = delete;
  SnapshotBuilder& operator=(const SnapshotBuilder&) = delete;

  // A code that comes twice keeps the state that says most: complete, then active, then inactive.
  void AddCode(std::string_view code, CodeState state);
  // `code` lies directly below `above`, or certainly not below it. Codes may come later or never;
  // Finish tells.
  void AddAbove(std::string_view code, std::string_view above);
  void AddNotBelow(std::string_view code, std::string_view not_above);

  std::size_t size() const { return states_.size(); }

  // The text of the file. kInvalidInput when there is no code at all, a code lies below one that
  // was never added, or below itself.
  Result<std::string> Finish(SnapshotHead head) const;

 private:
  using Node = std::uint32_t;
  struct TextHash {
    using is_transparent = void;
    std::size_t operator()(std::string_view text) const {
      return std::hash<std::string_view>{}(text);
    }
  };
  struct Link {
    Node from, to;
    auto operator<=>(const Link&) const = default;
  };

  Node Intern(std::string_view code);
  Status Check(std::span<const Link> above) const;
  std::string Lines(std::span<const Link> above, std::span<const Link> not_below) const;

  std::unordered_map<std::string, Node, TextHash, std::equal_to<>> nodes_;
  std::vector<std::optional<CodeState>> states_;  // nothing: named as a neighbour only
  std::vector<std::string_view> codes_;           // into nodes_
  std::vector<Link> above_, not_below_;
};

}  // namespace wervelwijzer::terminology
