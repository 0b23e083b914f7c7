#pragma once

// What `lint` asks of the code tables.

#include "base/issue.h"
#include "terminology/terminology.h"

namespace wervelwijzer::terminology {

// One issue for each row whose code fails its check digit, whose source is lacking or consists of
// examples only (unless its status is `unverified`), whose status or role is not known, or which
// stands twice. Paths are `concepts.tsv: <concept> <code>`.
Issues VerifyTerminology(const Terminology& terminology);

// One issue for each row of the snapshot's system whose code the snapshot does not have or no
// longer has in use. Nothing when the snapshot is only what a terminology server answered: it need
// not have every code. Ranges of categories are passed over.
Issues VerifyAgainst(const Terminology& terminology, const Snapshot& snapshot);

}  // namespace wervelwijzer::terminology
