#pragma once

// The XML door. The only place that knows libxml2 (xml.cc; SAX2). No network, no external or internal
// entities beyond the five of XML, no DTD processing; size and depth are capped.

#include <cstddef>
#include <span>
#include <string>
#include <string_view>

#include "base/result.h"

namespace wervelwijzer {

struct XmlLimits {
  std::size_t max_bytes = 16u << 20;  // 16 MiB
  std::size_t max_depth = 200;
  std::size_t max_attributes = 256;  // of one element: libxml2 compares each with each
};

struct XmlAttribute {
  std::string_view local_name;
  std::string_view namespace_uri;  // empty for the usual unprefixed attribute
  std::string_view value;
};

// What a reader of XML implements. Views are valid during the call only.
class XmlHandler {
 public:
  virtual ~XmlHandler() = default;
  // `line` counts from 1. A failed status stops the reading and is returned by ReadXml with
  // ` (line N)` put to its path when it has none.
  virtual Status OnStart(std::string_view local_name, std::string_view namespace_uri,
                         std::span<const XmlAttribute> attributes, int line) = 0;
  virtual Status OnEnd(std::string_view local_name, std::string_view namespace_uri) = 0;
  // Text may come in several pieces.
  virtual Status OnText(std::string_view text) = 0;
};

// Reads the whole text: UTF-8, UTF-16, or what its declaration names; a byte order mark is passed
// over. Errors: kTooLarge, or kInvalidInput with `line N` as path.
Status ReadXml(std::string_view text, XmlHandler& handler, const XmlLimits& limits = {});

// `text` with & < > " ' and control characters escaped, fit for element content and attributes.
std::string EscapeXml(std::string_view text);

}  // namespace wervelwijzer
