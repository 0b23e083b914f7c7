#pragma once

// Parts that the orders of several suggestions share.

#include <string>
#include <string_view>
#include <vector>

#include "cards/suggestions.h"

namespace wervelwijzer::cards {

// Codings of our own CodeSystems `order` (by which an order is recognised) and `region-service` (by
// which it is routed), and of SNOMED CT.
Coding OrderCoding(std::string_view code);
Coding ServiceCoding(std::string_view code);
Coding SnomedCoding(std::string_view code, std::string_view display);

// Rule ids and model, then the deadline in words and what it counts from.
std::vector<std::string> NotesOf(const Consultation& consultation, const OrderBasis& basis);

// One line of at most four positive findings: `dwarslaesie: incompleet; …`; empty without any.
std::string ReasonOf(const Consultation& consultation, const InputList& facts);

Action CreateAction(std::string description, std::string resource);

}  // namespace wervelwijzer::cards
