#pragma once

#include "app/settings.h"

namespace wervelwijzer::app {

// `wervelwijzer terminology import`: makes a snapshot of a release or of saved answers of a
// terminology server, or of an operator's links, puts it into the folder of hierarchies and builds
// the look-up there. Nothing in the folder changes when the source is refused. Says on standard
// output what was read. Returns the exit code.
int ImportCodes(const CodeImportSettings& settings);

// `wervelwijzer terminology questions`: on standard output the Bundle to post to a terminology
// server, whose answer `import --answers` reads. Returns the exit code.
int AskForCodes(const CodeImportSettings& settings);

// `wervelwijzer version --notices`: on standard output what the licences of the code systems ask to
// be said. Returns the exit code.
int PrintCodeNotices();

}  // namespace wervelwijzer::app
