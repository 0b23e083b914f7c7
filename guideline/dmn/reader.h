#pragma once

// Reads DMN XML 1.2 to 1.6 by local name (the namespace only tells the version).

#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "guideline/dmn/model.h"

namespace wervelwijzer::dmn {

// `file` is used in messages only. Errors carry `file:line element` as path. An element that DMN
// knows and we do not offer is an error; elements of other namespaces and diagrams are passed over.
Result<Model> ReadModel(std::string_view xml, const std::string& file);

// Reads one file from disk.
Result<Model> ReadModelFile(const std::string& path);

}  // namespace wervelwijzer::dmn
