#pragma once

// Links of an operator from codes of tables that may not be shipped (G-Standaard, a hospital's own
// lists) to codes of systems that the tables cover. They stay with the operator, as hierarchies do.
//
// A link is one step: its target is looked up in our tables and the loaded hierarchies, never in
// links again. Made once by an import (import_links.h) and kept as text: lines of head (`# name
// value`), then a line for each link, sorted:
//   system of the code <tab> code <tab> kind <tab> short name of the target's system <tab> its code

#include <compare>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace wervelwijzer::terminology {

// What a code says by its link is what the target says; the kinds differ in what is left open.
enum class LinkKind : char {
  kSame = '=',    // the same thing: where the target could be compared with everything, so is this
  kWithin = '<',  // narrower than the target: it may be more than the target says
};

struct CodeLink {
  std::string_view system;  // uri, without version
  std::string_view code;    // as the record writes it
  LinkKind kind = LinkKind::kSame;
  std::string_view target_system;  // short name of systems.tsv
  std::string_view target_code;
  auto operator<=>(const CodeLink&) const = default;
};

struct LinkHead {
  std::string name;                  // of the file, without its ending
  std::string version;               // as the operator gives it; else empty
  std::vector<std::string> systems;  // uris of the codes, each once
  std::size_t links = 0;
  std::uint64_t content = 0;  // hash of the lines
};

inline constexpr std::string_view kLinkFileEnding = ".links.tsv";

// The text of a file; of the head, name and version are used. `links` are sorted and each is there
// once.
std::string WriteLinkFile(LinkHead head, const std::vector<CodeLink>& links);

// Reads the head alone: some kilobytes, whatever the size of the file.
Result<LinkHead> ReadLinkHead(const std::string& path);

// The links of the file's text, which they point into. kInvalidInput with the line when one is
// damaged or the content does not fit the head.
Result<std::vector<CodeLink>> ParseLinkFile(std::string_view text);

}  // namespace wervelwijzer::terminology
