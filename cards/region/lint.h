#pragma once

// What is wrong with a region, seen as a whole: what a clinician would find out at night.

#include "base/clock.h"
#include "base/issue.h"
#include "cards/region/region.h"

namespace wervelwijzer::region {

// Findings with the resource and element as path. Errors: no URA here or up the chain, a URA or AGB
// that is not eight digits, a circle of `partOf`, a service without provider or number, an urgent
// service with gaps, an unknown code, a meeting without a future or a rule without a closing time,
// a network without a centre for what the cards ask for, two centres of equal rank. Warnings:
// public holidays of the year after `now` missing, a number that is not E.164, a hospital that
// nobody serves. Only services with a code of ours and organizations that take part are looked at,
// so that an extract of a whole directory passes.
Issues LintRegion(const Region& region, TimePoint now);

}  // namespace wervelwijzer::region
