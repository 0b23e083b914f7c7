#pragma once

// Observations to statements: the local codes (road 2 of the contract) and answers.tsv.

#include <optional>
#include <vector>

#include "fhir/date.h"
#include "guideline/bindings/finding.h"
#include "guideline/bindings/statement.h"

namespace wervelwijzer::guideline {

// Adds what the Observation and its components say, when their status allows. A value that does not
// fit becomes an issue. `said` is when it was so, else when it was written down.
void ReadObservation(const fhir::Resource& resource, const fhir::Record& record,
                     const std::optional<fhir::TimeRange>& said, const BindingTables& tables,
                     const terminology::Terminology& terminology, const InputCatalogue& catalogue,
                     const BindOptions& options, Statements& statements, std::vector<Hint>& hints,
                     Issues& issues);

}  // namespace wervelwijzer::guideline
