#include "guideline/dmn/xml_tree.h"

#include "base/xml.h"

namespace wervelwijzer::dmn {
namespace {

class TreeBuilder final : public XmlHandler {
 public:
  Status OnStart(std::string_view local_name, std::string_view namespace_uri,
                 std::span<const XmlAttribute> attributes, int line) override {
    auto node = std::make_unique<XmlNode>();
    node->local_name = local_name;
    node->namespace_uri = namespace_uri;
    node->line = line;
    for (const XmlAttribute& attribute : attributes) {
      auto place =
          attribute.namespace_uri.empty() ? node->attributes.begin() : node->attributes.end();
      node->attributes.emplace(place, attribute.local_name, attribute.value);
    }
    XmlNode* raw = node.get();
    if (open_.empty()) {
      root_ = std::move(node);
    } else {
      open_.back()->children.push_back(std::move(node));
    }
    open_.push_back(raw);
    return {};
  }

  Status OnEnd(std::string_view, std::string_view) override {
    open_.pop_back();
    return {};
  }

  Status OnText(std::string_view text) override {
    if (!open_.empty()) open_.back()->text += text;
    return {};
  }

  std::unique_ptr<XmlNode> TakeRoot() { return std::move(root_); }

 private:
  std::unique_ptr<XmlNode> root_;
  std::vector<XmlNode*> open_;
};

}  // namespace

const std::string& XmlNode::Attribute(std::string_view name) const {
  static const std::string kEmpty;
  for (const auto& [key, value] : attributes) {
    if (key == name) return value;
  }
  return kEmpty;
}

bool XmlNode::HasAttribute(std::string_view name) const {
  for (const auto& attribute : attributes) {
    if (attribute.first == name) return true;
  }
  return false;
}

const XmlNode* XmlNode::Child(std::string_view name) const {
  for (const auto& child : children) {
    if (child->local_name == name) return child.get();
  }
  return nullptr;
}

Result<std::unique_ptr<XmlNode>> ReadXmlTree(std::string_view text) {
  TreeBuilder builder;
  Status status = ReadXml(text, builder);
  if (!status.ok()) return status.error();
  std::unique_ptr<XmlNode> root = builder.TakeRoot();
  if (root == nullptr) return InvalidInput("the text has no XML element");
  return root;
}

}  // namespace wervelwijzer::dmn
