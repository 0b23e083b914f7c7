// Any bytes as a date of FHIR, in two zones, and as a Period.

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include "base/json.h"
#include "fhir/date.h"

namespace {

using namespace wervelwijzer;

void Check(const std::optional<fhir::TimeRange>& range, const TimeZone& zone) {
  if (!range) return;
  if (!range->first && !range->last) std::abort();
  if (range->first && range->last && *range->last < *range->first) std::abort();
  if (range->first) (void)fhir::FirstDay(*range, zone);
  if (range->last) (void)fhir::LastDay(*range, zone);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const TimeZone kZone = TimeZone::Amsterdam();
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  Check(fhir::ParseDateTime(text, kZone), kZone);
  JsonWriter writer;
  writer.BeginObject().Key("start").String(text).Key("end").String(text).EndObject();
  if (const auto document = JsonDocument::Parse(writer.text()); document.ok()) {
    Check(fhir::ReadTime(document->root(), kZone), kZone);
  }
  return 0;
}
