// Any bytes as a FHIR record in XML: read, and bound when it is a resource.

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "base/json.h"
#include "fhir/xml_reader.h"
#include "tests/fuzz/fuzz_bind.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace wervelwijzer;
  const auto json = fhir::XmlToJson({reinterpret_cast<const char*>(data), size});
  if (!json.ok()) return 0;
  // What comes out is JSON, whatever went in; only depth may be beyond what the reader takes.
  const auto document = JsonDocument::Parse(*json);
  if (!document.ok() && document.error().kind == ErrorKind::kInvalidInput &&
      document.error().message.find("deep") == std::string::npos) {
    std::abort();
  }
  BindAnything(*json);
  return 0;
}
