#include "app/parameters.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <string_view>

namespace wervelwijzer::app {

Result<std::vector<dmn::Parameter>> ParametersOf(const std::vector<std::string>& settings) {
  std::vector<dmn::Parameter> parameters;
  for (const std::string& setting : settings) {
    const std::size_t equals = setting.find('=');
    dmn::Parameter parameter{setting.substr(0, equals), 0};
    const std::string_view digits = equals == std::string::npos
                                        ? std::string_view()
                                        : std::string_view(setting).substr(equals + 1);
    const char* end = digits.data() + digits.size();
    const auto parsed = std::from_chars(digits.data(), end, parameter.value);
    const bool is_number = !digits.empty() && parsed.ec == std::errc() && parsed.ptr == end &&
                           std::isfinite(parameter.value);
    if (parameter.name.empty() || !is_number) {
      return InvalidInput("`" + setting + "` is not a name, `=` and a number", "parameter");
    }
    if (std::ranges::find(parameters, parameter.name, &dmn::Parameter::name) != parameters.end()) {
      return InvalidInput("`" + parameter.name + "` is given twice", "parameter");
    }
    parameters.push_back(std::move(parameter));
  }
  return parameters;
}

}  // namespace wervelwijzer::app
