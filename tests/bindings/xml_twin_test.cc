// Every record of rows.tsv and fine_print.tsv once more, written as XML: it must say the same.

#include <gtest/gtest.h>

#include <array>
#include <string>

#include "base/json.h"
#include "fhir/xml_reader.h"
#include "guideline/bindings/tables.h"
#include "terminology/table_file.h"
#include "tests/bindings/record_builder.h"

namespace wervelwijzer::guideline {
namespace {

// JSON of FHIR as XML (https://hl7.org/fhir/xml.html), as far as the rows go.
class XmlText {
 public:
  static std::string Of(JsonValue resource) {
    XmlText xml;
    xml.WriteResource(resource, " xmlns=\"http://hl7.org/fhir\"");
    return xml.text_;
  }

 private:
  void WriteResource(JsonValue resource, const std::string& attributes) {
    const std::string type(resource.Get("resourceType").string_or("Basic"));
    text_ += "<" + type + attributes + ">";
    WriteMembers(resource, true);
    text_ += "</" + type + ">";
  }

  void WriteMembers(JsonValue object, bool is_resource) {
    for (const auto& [name, value] : object.members()) {
      const bool is_attribute = !is_resource && (name == "id" || name == "url");
      if (name == "resourceType" || (is_attribute && value.is_string())) continue;
      if (name.starts_with('_')) {
        if (!object.Get(name.substr(1)).exists()) Write(name.substr(1), value);
      } else if (value.is_array()) {
        for (const JsonValue element : value.elements()) Write(name, element);
      } else {
        Write(name, value);
      }
    }
  }

  void Write(std::string_view name, JsonValue value) {
    text_ += "<" + std::string(name);
    if (!value.is_object()) {
      const std::string text(value.is_string() ? std::string(*value.string()) : value.ToText());
      text_ += " value=\"" + Escaped(text) + "\"/>";
      return;
    }
    const bool is_resource = value.Get("resourceType").exists();
    for (const char* attribute : {"id", "url"}) {
      const auto said = value.Get(attribute).string();
      if (said && !is_resource)
        text_ += " " + std::string(attribute) + "=\"" + Escaped(*said) + "\"";
    }
    text_ += ">";
    if (is_resource) {
      WriteResource(value, "");
    } else {
      WriteMembers(value, false);
    }
    text_ += "</" + std::string(name) + ">";
  }

  static std::string Escaped(std::string_view text) {
    std::string escaped;
    for (const char c : text) {
      if (c == '<') {
        escaped += "&lt;";
      } else if (c == '&') {
        escaped += "&amp;";
      } else if (c == '"') {
        escaped += "&quot;";
      } else {
        escaped.push_back(c);
      }
    }
    return escaped;
  }

  std::string text_;
};

std::string AsXmlAndBack(const std::string& json) {
  const auto document = JsonDocument::Parse(json);
  EXPECT_TRUE(document.ok()) << json;
  const std::string xml = XmlText::Of(document->root());
  const auto back = fhir::XmlToJson(xml);
  EXPECT_TRUE(back.ok()) << xml;
  return back.ok() ? *back : "{}";
}

// All that is known and asked, by input.
std::string Everything(const BoundPatient& patient) {
  std::string text;
  for (const InputDefinition& input : ShippedCatalogue().definitions()) {
    const std::string value = patient.Value(input.id), hints = patient.Hints(input.id);
    if (value == "unknown" && hints.empty()) continue;
    text += input.id + " = " + value + " ?" + hints + "\n";
  }
  for (const Order& order : patient.bound().orders) {
    text += std::string(OrderKindName(order.kind)) + " " + order.reference + " " + order.status +
            " " + order.intent + "\n";
  }
  return text;
}

TEST(XmlTwinTest, EveryRowSaysTheSameInXml) {
  constexpr std::array<std::string_view, 4> kColumns{"name", "input", "expected", "record"};
  std::size_t rows_read = 0;
  for (const char* file : {"rows.tsv", "fine_print.tsv"}) {
    const auto rows = terminology::ReadTableFile(
        std::string(WERVELWIJZER_SOURCE_DIR) + "/tests/bindings/" + file, kColumns);
    ASSERT_TRUE(rows.ok());
    for (const auto& row : *rows) {
      const std::vector<std::string> resources = BuildResources(row.cells[3]);
      std::vector<std::string> twins;
      for (const std::string& json : resources) twins.push_back(AsXmlAndBack(json));
      EXPECT_EQ(Everything(BoundPatient(resources)), Everything(BoundPatient(twins)))
          << row.cells[0];
      ++rows_read;
    }
  }
  EXPECT_GE(rows_read, 300u);
}

}  // namespace
}  // namespace wervelwijzer::guideline
