#include "conformance/dmn_tck/test_case.h"

#include <cmath>
#include <fstream>
#include <iterator>

#include "guideline/dmn/xml_tree.h"

namespace wervelwijzer::dmn_tck {
namespace {

using dmn::Value;
using dmn::XmlNode;

// The part of `xsd:decimal` behind the colon.
std::string TypeOf(const XmlNode& node) {
  const std::string& type = node.Attribute("type");
  return type.substr(type.find(':') + 1);
}

Value ReadDuration(const std::string& text) {
  if (const auto months = dmn::ParseYearsMonths(text)) return *months;
  return dmn::ParseDaysTime(text);
}

Value ReadSimple(const XmlNode& node) {
  if (node.Attribute("nil") == "true") return {};
  const std::string type = TypeOf(node);
  const std::string& text = node.text;
  if (type == "boolean") return text == "true" || text == "1";
  if (type == "decimal" || type == "double" || type == "integer") {
    return dmn::Decimal::Parse(text);
  }
  if (type == "date") return dmn::ParseDate(text);
  if (type == "time") return dmn::ParseTime(text);
  if (type == "dateTime") return dmn::ParseDateTime(text);
  if (type == "duration") return ReadDuration(text);
  return text;
}

// A node of valueType: value, list or components.
Value ReadValue(const XmlNode& node) {
  if (const XmlNode* value = node.Child("value")) return ReadSimple(*value);
  if (const XmlNode* list = node.Child("list")) {
    if (list->Attribute("nil") == "true") return {};
    dmn::ValueList out;
    for (const auto& item : list->children) {
      if (item->local_name == "item") out.push_back(ReadValue(*item));
    }
    return out;
  }
  dmn::ValueContext out;
  bool any = false;
  for (const auto& child : node.children) {
    if (child->local_name != "component") continue;
    any = true;
    out.Set(child->Attribute("name"),
            child->Attribute("nil") == "true" ? Value() : ReadValue(*child));
  }
  return any ? Value(std::move(out)) : Value();
}

TestCase ReadCase(const XmlNode& node) {
  TestCase out;
  out.id = node.Attribute("id");
  out.invocable = node.Attribute("invocableName");
  if (node.Attribute("type") == "decisionService") out.kind = TestCase::Kind::kService;
  if (node.Attribute("type") == "bkm") out.kind = TestCase::Kind::kKnowledge;
  for (const auto& child : node.children) {
    if (child->local_name == "inputNode") {
      out.inputs.Set(child->Attribute("name"), ReadValue(*child));
    } else if (child->local_name == "resultNode") {
      const XmlNode* expected = child->Child("expected");
      out.results.push_back({child->Attribute("name"), expected ? ReadValue(*expected) : Value()});
    }
  }
  return out;
}

bool SameNumber(const dmn::Decimal& a, const dmn::Decimal& b) {
  const auto off = dmn::Decimal::Subtract(a, b);
  return off && off->Abs() < *dmn::Decimal::Parse("0.00000001");
}

}  // namespace

bool TestCase::HasRealValue() const {
  for (const ExpectedResult& result : results) {
    if (!result.value.is_null()) return true;
  }
  return false;
}

Result<TestFile> ReadTestFile(const std::string& path) {
  std::ifstream stream(path, std::ios::binary);
  if (!stream) return Error{ErrorKind::kNotFound, "file cannot be read", path};
  const std::string text((std::istreambuf_iterator<char>(stream)),
                         std::istreambuf_iterator<char>());
  Result<std::unique_ptr<XmlNode>> tree = dmn::ReadXmlTree(text);
  if (!tree.ok()) return tree.error();
  const XmlNode& root = **tree;
  if (root.local_name != "testCases") return InvalidInput("no test file of the kit", path);
  TestFile out;
  if (const XmlNode* model = root.Child("modelName")) out.model_file = model->text;
  for (const auto& child : root.children) {
    if (child->local_name == "testCase") out.cases.push_back(ReadCase(*child));
  }
  return out;
}

bool Matches(const Value& expected, const Value& actual) {
  if (expected.AsNumber() && actual.AsNumber()) {
    return SameNumber(*expected.AsNumber(), *actual.AsNumber());
  }
  if (expected.AsList() && actual.AsList()) {
    const dmn::ValueList &a = *expected.AsList(), &b = *actual.AsList();
    if (a.size() != b.size()) return false;
    for (std::size_t i = 0; i < a.size(); ++i) {
      if (!Matches(a[i], b[i])) return false;
    }
    return true;
  }
  if (expected.AsContext() && actual.AsContext()) {
    const auto &a = *expected.AsContext(), &b = *actual.AsContext();
    if (a.size() != b.size()) return false;
    for (const auto& [name, value] : a.entries()) {
      const Value* other = b.Find(name);
      if (other == nullptr || !Matches(value, *other)) return false;
    }
    return true;
  }
  return expected == actual;
}

}  // namespace wervelwijzer::dmn_tck
