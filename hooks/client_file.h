#pragma once

// The file of registered clients: `{"clients": [{"id": "…", …}]}`; the members are explained in
// docs/operators.md.

#include <string>
#include <string_view>

#include "base/issue.h"
#include "base/result.h"
#include "hooks/client.h"

namespace wervelwijzer::hooks {

struct ClientReading {
  ClientRegistry registry;  // usable when issues holds no error
  Issues issues;            // everything that is wrong, with paths: `$.clients[0].fhir-version`
};

// kInvalidInput when the text is no JSON object. Files that it names lie below `folder`, which is
// empty or ends with a slash.
Result<ClientReading> ReadClients(std::string_view text, const std::string& folder = {});

// The file, with every issue; errors are about the file as a whole and begin with its name.
Result<ClientReading> LoadClients(const std::string& file);

// The same, refused when an issue is an error: the first of them and how many there are.
Result<ClientRegistry> LoadSoundClients(const std::string& file);

}  // namespace wervelwijzer::hooks
