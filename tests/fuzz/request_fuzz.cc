// Any bytes as the body of a call: the first byte chooses the service.

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "base/json.h"
#include "hooks/feedback.h"
#include "hooks/prefetch.h"
#include "hooks/registry.h"
#include "hooks/request.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace wervelwijzer;
  if (size == 0) return 0;
  const auto& services = hooks::Services();
  const auto& service = services[data[0] % services.size()];
  const auto document = JsonDocument::Parse({reinterpret_cast<const char*>(data) + 1, size - 1});
  if (!document.ok()) return 0;
  const hooks::RequestReading reading = hooks::ReadRequest(document->root(), service);
  for (const Issue& issue : reading.issues) {
    if (issue.message.empty() || issue.path.empty()) std::abort();
  }
  if (!HasErrors(reading.issues)) (void)hooks::ReadSupplied(reading.request);
  return 0;
}
