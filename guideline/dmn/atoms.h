#pragma once

// The finite partition of an input: domain and constants in, atoms out; cells become masks of
// atoms. Every constant is an atom of its own, so a cell either holds for all values of an atom or
// for none.

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "guideline/dmn/cells.h"
#include "guideline/dmn/program.h"

namespace wervelwijzer::dmn {

// The closed set of values of a column.
struct Domain {
  InputKind kind = InputKind::kBoolean;
  bool whole = false;              // dates are whole: their values are days
  std::vector<std::string> codes;  // kEnumeration, in the order given
  std::vector<double> points;      // kNumber given as a list of values; ascending
  Interval range;                  // kNumber and kDate otherwise
  bool operator==(const Domain&) const = default;
};

// Reads a domain from inputValues or allowedValues. An empty text is a domain for `boolean` and for
// `date` (all days) only.
Result<Domain> ParseDomain(std::string_view text, std::string_view type_ref);

// Cuts the domain at the constants. kTooLarge when more than 64 atoms come out.
Result<std::vector<Atom>> CutDomain(const Domain& domain, std::span<const double> constants);

// All numbers or days at which a cell changes its answer.
void CollectConstants(const Cell& cell, std::vector<double>& constants);

// The atoms in which the cell holds. What the cell names and the domain does not know is appended
// to `outside`, as words.
Mask MaskOfCell(const Cell& cell, const Domain& domain, std::span<const Atom> atoms,
                std::vector<std::string>& outside);

// A mask in words: `= true`, `= none or unilateral`, `= 48`, `> 48`, `in (7..14]`.
std::string DescribeMask(InputKind kind, std::span<const Atom> atoms, Mask mask);

Mask FullMask(std::size_t atoms);

}  // namespace wervelwijzer::dmn
