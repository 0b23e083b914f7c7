#include "tests/cards/region/small_region.h"

#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>
#include <iostream>
#include <iterator>

#include "base/json.h"

namespace wervelwijzer::region {

TimePoint At(std::string_view instant) {
  const Result<TimePoint> moment = ParseInstant(instant);
  if (moment.ok()) return *moment;
  std::cerr << instant << " is no instant\n";
  std::exit(1);
}

std::string DemonstrationText() {
  std::ifstream file(WERVELWIJZER_SOURCE_DIR "/deploy/region-demonstration.json");
  return {std::istreambuf_iterator<char>(file), {}};
}

const Region& Demonstration() {
  static const Region kRegion = [] {
    auto reading = ReadRegion(DemonstrationText());
    if (!reading.ok()) {
      std::cerr << reading.error().ToString() << "\n";
      std::exit(1);
    }
    return std::move(reading->region);
  }();
  return kRegion;
}

std::string BundleOf(std::string_view resources, std::string_view type) {
  const auto document = JsonDocument::Parse("[" + std::string(resources) + "]");
  if (!document.ok()) {
    ADD_FAILURE() << document.error().ToString();
    return {};
  }
  JsonWriter writer;
  writer.BeginObject().Member("resourceType", "Bundle").Member("type", type);
  writer.Key("entry").BeginArray();
  for (const JsonValue item : document->root().elements()) {
    if (!item.Get("resourceType").exists()) {
      writer.Value(item);
    } else {
      writer.BeginObject().Key("resource").Value(item).EndObject();
    }
  }
  writer.EndArray().EndObject();
  return std::move(writer).Take();
}

RegionReading Read(const std::string& text) {
  auto reading = ReadRegion(text);
  if (reading.ok()) return std::move(reading).value();
  ADD_FAILURE() << reading.error().ToString();
  return {};
}

std::string Lines(const Issues& issues) {
  std::string lines;
  for (const Issue& issue : issues) {
    lines +=
        std::string(SeverityName(issue.severity)) + " " + issue.path + ": " + issue.message + "\n";
  }
  return lines;
}

}  // namespace wervelwijzer::region
