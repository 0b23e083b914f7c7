#include <algorithm>
#include <numeric>
#include <utility>

#include "terminology/content_hash.h"
#include "terminology/snapshot.h"

namespace wervelwijzer::terminology {
namespace {

int Says(CodeState state) {
  return state == CodeState::kComplete ? 2 : state == CodeState::kActive ? 1 : 0;
}

// Codes go into lines and lists: what would break these is no code.
bool IsWritable(std::string_view code) {
  return !code.empty() && code.size() <= 100 && std::ranges::all_of(code, [](char c) {
    return static_cast<unsigned char>(c) > ' ' && c != 0x7f;
  });
}

}  // namespace

SnapshotBuilder::Node SnapshotBuilder::Intern(std::string_view code) {
  if (const auto known = nodes_.find(code); known != nodes_.end()) return known->second;
  const auto node = static_cast<Node>(states_.size());
  const auto [entry, added] = nodes_.emplace(std::string(code), node);
  codes_.push_back(entry->first);
  states_.emplace_back();
  return node;
}

void SnapshotBuilder::AddCode(std::string_view code, CodeState state) {
  std::optional<CodeState>& known = states_[Intern(code)];
  if (!known || Says(state) > Says(*known)) known = state;
}

void SnapshotBuilder::AddAbove(std::string_view code, std::string_view above) {
  const Node from = Intern(code);
  above_.push_back({from, Intern(above)});
}

void SnapshotBuilder::AddNotBelow(std::string_view code, std::string_view not_above) {
  const Node from = Intern(code);
  not_below_.push_back({from, Intern(not_above)});
}

// Takes away, again and again, codes above which nothing is left; what remains runs in a circle.
Status SnapshotBuilder::Check(std::span<const Link> above) const {
  std::vector<std::uint32_t> open(states_.size(), 0);
  std::vector<Link> down;
  down.reserve(above.size());
  for (const Link& link : above) {
    for (const Node node : {link.from, link.to}) {
      if (states_[node]) continue;
      const Node other = node == link.from ? link.to : link.from;
      return InvalidInput("code `" + std::string(codes_[node]) + "`, a neighbour of `" +
                          std::string(codes_[other]) + "`, is not in the source");
    }
    ++open[link.from];
    down.push_back({link.to, link.from});
  }
  std::ranges::sort(down);
  std::vector<Node> ready;
  for (Node node = 0; node < open.size(); ++node) {
    if (open[node] == 0) ready.push_back(node);
  }
  for (std::size_t next = 0; next < ready.size(); ++next) {
    auto link = std::lower_bound(down.begin(), down.end(), Link{ready[next], 0});
    for (; link != down.end() && link->from == ready[next]; ++link) {
      if (--open[link->to] == 0) ready.push_back(link->to);
    }
  }
  const auto circle = std::ranges::find_if(open, [](auto count) { return count > 0; });
  if (circle == open.end()) return {};
  const auto node = static_cast<std::size_t>(circle - open.begin());
  return InvalidInput("code `" + std::string(codes_[node]) + "` lies below itself");
}

std::string SnapshotBuilder::Lines(std::span<const Link> above,
                                   std::span<const Link> not_below) const {
  std::vector<Node> order;
  for (Node node = 0; node < states_.size(); ++node) {
    if (states_[node]) order.push_back(node);
  }
  std::ranges::sort(order, [&](Node a, Node b) { return codes_[a] < codes_[b]; });
  std::string lines;
  const auto append = [&](std::span<const Link> links, Node node) {
    lines += '\t';
    auto link = std::lower_bound(links.begin(), links.end(), Link{node, 0});
    for (bool first = true; link != links.end() && link->from == node; ++link, first = false) {
      if (!states_[link->to]) continue;
      if (!first) lines += ' ';
      lines += codes_[link->to];
    }
  };
  for (const Node node : order) {
    lines += codes_[node];
    lines += '\t';
    lines += static_cast<char>(*states_[node]);
    append(above, node);
    append(not_below, node);
    lines += '\n';
  }
  return lines;
}

Result<std::string> SnapshotBuilder::Finish(SnapshotHead head) const {
  for (const std::string_view code : codes_) {
    if (!IsWritable(code)) return InvalidInput("a code is empty, too long or has blanks");
  }
  const auto sorted = [](std::vector<Link> links) {
    std::ranges::sort(links);
    links.erase(std::unique(links.begin(), links.end()), links.end());
    return links;
  };
  const std::vector<Link> above = sorted(above_);
  if (Status checked = Check(above); !checked.ok()) return checked.error();
  const std::string lines = Lines(above, sorted(not_below_));
  if (lines.empty()) return InvalidInput("no code was found");
  head.codes = static_cast<std::size_t>(std::ranges::count(lines, '\n'));
  for (std::string* value : {&head.system, &head.version, &head.origin}) {
    std::replace_if(
        value->begin(), value->end(), [](char c) { return static_cast<unsigned char>(c) < ' '; },
        ' ');
  }
  return "# wervelwijzer code snapshot 1\n# system " + head.system + "\n# version " + head.version +
         "\n# origin " + head.origin + "\n# codes " + std::to_string(head.codes) + "\n# content " +
         HexOf(ContentHash(lines)) + "\n" + lines;
}

}  // namespace wervelwijzer::terminology
