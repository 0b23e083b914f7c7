#pragma once

// Orders, plans, procedures and studies as the cards see them.

#include <optional>

#include "guideline/bindings/finding.h"

namespace wervelwijzer::guideline {

// The order that the finding is, when orders.tsv knows its concepts or, where no code of it is
// known, its words; or when the user is about to order it (then of kind kOther). Nothing for what
// was entered in error, not taken or not to be done.
std::optional<Order> ReadOrder(const Finding& finding, const fhir::Resource& resource,
                               const fhir::Record& record, const BindingTables& tables,
                               const terminology::Terminology& terminology,
                               const BindOptions& options);

}  // namespace wervelwijzer::guideline
