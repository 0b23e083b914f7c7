#pragma once

// Where files lie when nobody says so: found from the binary, whatever the working directory.

#include <string>

#include "app/settings.h"
#include "base/result.h"
#include "hooks/knowledge.h"

namespace wervelwijzer::app {

// The data folders: those that are set, else below the root, which is `data-dir`, else the
// repository of a binary at build/<preset>/, else ../share/wervelwijzer of an installed one; and
// the parameters that are set. kNotFound with the folders that were tried; kInvalidInput for a
// parameter that is none.
Result<hooks::KnowledgePlaces> FindData(const DataSettings& settings);

// The fictitious demonstration region, deploy/region-demonstration.json below the same roots;
// kNotFound with the folders that were tried.
Result<std::string> FindDemonstrationRegion(const std::string& data_dir);

// The folder for what the server keeps: `state-dir`, else $STATE_DIRECTORY (systemd), else
// wervelwijzer below $XDG_STATE_HOME or ~/.local/state. Made when it is not there.
Result<std::string> FindStateDirectory(const std::string& state_dir);

}  // namespace wervelwijzer::app
