#pragma once

// The single checks that Verify joins. Each appends to the findings and knows nothing of the
// others.

#include "guideline/dmn/link.h"
#include "guideline/dmn/verify.h"

namespace wervelwijzer::dmn {

// Adds a finding about a decision, or about one of its rules.
void Report(Findings& findings, const LinkedDecision& decision, Severity severity,
            const char* check, std::string message, const Rule* rule = nullptr);

// Hit policy, default outputs, number of columns, question, sources, descriptions, provenance.
void CheckProfile(const LinkedDecision& decision, const VerifyOptions& options, Findings& findings);

// Rule ids: present, and unique over all models.
void CheckRuleIds(const LinkedModels& linked, Findings& findings);

// Values in output columns against outputValues and allowedAnswers, and of columns that refer to
// required decisions against what those produce; both ways.
void CheckValues(const LinkedModels& linked, const LinkedDecision& decision, Findings& findings);

// Information requirements against the names that columns and expressions use; both ways.
void CheckRequirements(std::span<const Model> models, const LinkedModels& linked,
                       Findings& findings);

// Gaps, overlaps, duplicate, subsumed and masked rules, columns that never matter. REQUIRES: no
// decision is broken.
void CheckTable(const LinkedModels& linked, std::size_t decision, Findings& findings);

// Rules of the register that no model has; rules of PRIORITY and COLLECT tables that are not in the
// register, when there is one.
void CheckRegister(const LinkedModels& linked, std::span<const RequiredRule> required,
                   Findings& findings);

}  // namespace wervelwijzer::dmn
