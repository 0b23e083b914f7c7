#pragma once

// Code systems: by which uri and short name each is known, and how its codes are compared.

#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "base/result.h"
#include "base/short_text.h"
#include "terminology/code_form.h"
#include "terminology/ids.h"

namespace wervelwijzer::terminology {

class SystemTable {
 public:
  // Reads systems.tsv. Errors name file and line.
  static Result<SystemTable> Read(const std::string& path);

  // By any address of the system in any spelling (spelling.h), with or without `|version`.
  std::optional<SystemIndex> FindUri(std::string_view uri) const;
  std::optional<SystemIndex> FindName(std::string_view name) const;

  std::size_t size() const { return systems_.size(); }
  // REQUIRES, for these three: system < size(). The uri is the first of the file.
  std::string_view Name(SystemIndex system) const { return systems_[system].name; }
  std::string_view Uri(SystemIndex system) const { return systems_[system].uri; }
  CodeForm Form(SystemIndex system) const { return systems_[system].form; }

 private:
  // Looks a view up without making a string of it.
  struct UriHash {
    using is_transparent = void;
    std::size_t operator()(std::string_view uri) const { return HashOfOwnText(uri); }
  };
  struct SameUri {
    using is_transparent = void;
    bool operator()(std::string_view one, std::string_view other) const {
      return IsSameText(one, other);
    }
  };
  struct System {
    std::string name, uri;
    CodeForm form = CodeForm::kText;
  };
  struct Beginning {
    std::string spelling;
    SystemIndex system = 0;
  };

  SystemIndex Intern(const std::string& name, const std::string& uri, CodeForm form);

  using Index = std::unordered_map<std::string, SystemIndex, UriHash, SameUri>;

  std::vector<System> systems_;
  Index by_uri_;       // as written in the file
  Index by_spelling_;  // what their spellings have in common
  std::vector<Beginning> beginnings_;
};

}  // namespace wervelwijzer::terminology
