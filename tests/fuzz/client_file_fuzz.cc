// Any bytes as a file of clients.

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "hooks/client_file.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace wervelwijzer;
  // A folder that is not there: a name in the text must not open a file of this machine.
  const auto reading =
      hooks::ReadClients({reinterpret_cast<const char*>(data), size}, "no-such-folder/");
  if (!reading.ok()) return 0;
  for (const Issue& issue : reading->issues) {
    if (issue.message.empty()) std::abort();
  }
  return 0;
}
