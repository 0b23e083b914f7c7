#pragma once

// The configuration file of `serve`: one JSON object, its keys the names of the flags.

#include <string>
#include <vector>

#include "base/result.h"

namespace wervelwijzer::app {

struct ConfigEntry {
  std::string key;                  // `max-cards`
  std::vector<std::string> values;  // as on the command line; several for a list
};

// Texts, numbers, true and false, and lists of these; an object of numbers is a list of
// `name=number`. Errors name the file and the key.
Result<std::vector<ConfigEntry>> ReadConfigFile(const std::string& path);

}  // namespace wervelwijzer::app
