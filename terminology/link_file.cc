#include "terminology/link_file.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <fstream>
#include <optional>
#include <utility>

#include "terminology/content_hash.h"

namespace wervelwijzer::terminology {
namespace {

constexpr std::string_view kTitle = "# wervelwijzer code links 1";
constexpr std::size_t kMostHeadBytes = 64u << 10;

std::string_view Take(std::string_view& text, char separator) {
  const std::size_t end = text.find(separator);
  const std::string_view part = text.substr(0, end);
  text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
  return part;
}

Result<LinkHead> TakeHead(std::string_view& text) {
  LinkHead head;
  if (Take(text, '\n') != kTitle) return InvalidInput("is no file of links of this version", "1");
  while (text.starts_with("# ")) {
    std::string_view line = Take(text, '\n');
    line.remove_prefix(2);
    const std::string_view name = Take(line, ' ');
    const char* end = line.data() + line.size();
    if (name == "name") head.name = line;
    if (name == "version") head.version = line;
    if (name == "system") head.systems.emplace_back(line);
    if (name == "links") std::from_chars(line.data(), end, head.links);
    if (name == "content") std::from_chars(line.data(), end, head.content, 16);
  }
  return head;
}

// Nothing when the line is damaged.
std::optional<CodeLink> ReadLine(std::string_view line) {
  std::array<std::string_view, 5> cells;
  for (std::string_view& cell : cells) cell = Take(line, '\t');
  const bool known_kind = cells[2] == "=" || cells[2] == "<";
  if (!line.empty() || !known_kind || cells[4].empty()) return std::nullopt;
  return CodeLink{cells[0], cells[1], static_cast<LinkKind>(cells[2].front()), cells[3], cells[4]};
}

}  // namespace

std::string WriteLinkFile(LinkHead head, const std::vector<CodeLink>& links) {
  std::string lines, systems;
  std::string_view last;
  for (const CodeLink& link : links) {
    if (link.system != last) systems.append("# system ").append(link.system).append("\n");
    last = link.system;
    lines.append(link.system).append("\t").append(link.code).append("\t");
    lines.push_back(static_cast<char>(link.kind));
    lines.append("\t").append(link.target_system).append("\t").append(link.target_code);
    lines += '\n';
  }
  for (std::string* value : {&head.name, &head.version}) {
    std::replace_if(
        value->begin(), value->end(), [](char c) { return static_cast<unsigned char>(c) < ' '; },
        ' ');
  }
  return std::string(kTitle) + "\n# name " + head.name + "\n# version " + head.version + "\n" +
         systems + "# links " + std::to_string(links.size()) + "\n# content " +
         HexOf(ContentHash(lines)) + "\n" + lines;
}

Result<LinkHead> ReadLinkHead(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  if (!file) return Error{ErrorKind::kNotFound, "links cannot be read", path};
  std::string head(kMostHeadBytes, '\0');
  file.read(head.data(), static_cast<std::streamsize>(head.size()));
  std::string_view text(head.data(), static_cast<std::size_t>(file.gcount()));
  Result<LinkHead> read = TakeHead(text);
  if (!read.ok()) return InvalidInput(read.error().message, path + ":" + read.error().path);
  return read;
}

Result<std::vector<CodeLink>> ParseLinkFile(std::string_view text) {
  const std::string_view all = text;
  const Result<LinkHead> head = TakeHead(text);
  if (!head.ok()) return head.error();
  if (ContentHash(text) != head->content) return InvalidInput("content does not fit the head", "1");
  auto number = static_cast<std::size_t>(
      std::count(all.begin(), all.end() - static_cast<std::ptrdiff_t>(text.size()), '\n'));
  std::vector<CodeLink> links;
  links.reserve(head->links);
  while (!text.empty()) {
    ++number;
    const auto link = ReadLine(Take(text, '\n'));
    if (!link) return InvalidInput("line is damaged", std::to_string(number));
    links.push_back(*link);
  }
  return links;
}

}  // namespace wervelwijzer::terminology
