#pragma once

// Classifications in ClaML (EN 14463, versions 2 and 3), as the WHO and the BfArM publish ICD-10.

#include <string>

#include "base/result.h"
#include "terminology/snapshot.h"

namespace wervelwijzer::terminology {

struct ClamlImport {
  std::string text;     // of the snapshot file
  std::string version;  // name and version of the title: `ICD-10 2019`
  std::size_t classes = 0;
  std::size_t links = 0;
};

// Reads the codes and what stands above each (SuperClass and SubClass); words are passed over.
// Modifiers are not written out: a code that one of them makes is finer than its category, which is
// how the look-up knows it. A document type declaration that only names the DTD is stepped over;
// one with declarations of its own is refused. Errors: kTooLarge above 512 MiB; kInvalidInput with
// the line.
Result<ClamlImport> ImportClaml(const std::string& path, const std::string& system);
Result<ClamlImport> ReadClaml(std::string text, const std::string& system);

}  // namespace wervelwijzer::terminology
