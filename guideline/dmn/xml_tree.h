#pragma once

// A small XML document in memory, for files that are read once at start: models, test cases.

#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/result.h"

namespace wervelwijzer::dmn {

struct XmlNode {
  std::string local_name;
  std::string namespace_uri;
  // Local name and value. An attribute with a prefix is kept under its local name too; when both
  // forms exist the one without a prefix stands first.
  std::vector<std::pair<std::string, std::string>> attributes;
  std::string text;  // all text directly below this element, in order
  std::vector<std::unique_ptr<XmlNode>> children;
  int line = 0;

  // The value of the attribute, or empty.
  const std::string& Attribute(std::string_view name) const;
  bool HasAttribute(std::string_view name) const;
  // The first child with that local name, whatever its namespace; null when there is none.
  const XmlNode* Child(std::string_view name) const;
};

// Reads the whole text. Errors as ReadXml (base/xml.h).
Result<std::unique_ptr<XmlNode>> ReadXmlTree(std::string_view text);

}  // namespace wervelwijzer::dmn
