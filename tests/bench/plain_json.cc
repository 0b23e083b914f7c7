#include "tests/bench/plain_json.h"

#if defined(__SSE4_2__)
#define RAPIDJSON_SSE42
#endif
#include <rapidjson/document.h>

namespace wervelwijzer {

bool ParsePlainly(const std::string& text) {
  rapidjson::Document document;
  document.Parse(text.data(), text.size());
  return !document.HasParseError();
}

}  // namespace wervelwijzer
