#pragma once

// The record of a fictitious patient as resources, read by the shipped codes and bindings: what is
// stated, and what has been ordered since by taking suggestions over as a client does.

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "cards/compose.h"
#include "fhir/record.h"

namespace wervelwijzer::cards {

// What a client makes of an accepted suggestion: signed at once, or still a draft in the request.
enum class Taken { kSigned, kDrafted };

class Chart {
 public:
  // `a=true b=unilateral`, each as an observation of 13:30, with the local codes.
  explicit Chart(std::string_view statements, fhir::Version version = fhir::Version::kR4);

  void Add(const std::string& json, fhir::ResourceOrigin origin = fhir::ResourceOrigin::kPrefetch);
  // From now on the demonstration region is loaded, and the hospital with that URA asks.
  void InRegion(std::string_view ura);
  void Asking(const ClientAbilities& client) { client_ = client; }
  // `json` is drafted in the request and selected.
  void Order(const std::string& json);
  // Applies create, update and delete; what is created or updated is signed (or stays a draft).
  // What is created gets a new id, also where the other actions refer to it, as in a transaction.
  void Accept(const Suggestion& suggestion, Taken taken = Taken::kSigned);
  // Only what is of that type is left of what was accepted or ordered (ids `new…`).
  void KeepOnly(std::string_view type);
  // Everything that is drafted becomes signed.
  void SignAll();
  // Sets `status` of every resource of that type.
  void SetStatus(std::string_view type, std::string_view status);

  std::vector<Card> Cards(Service service, Hook hook = Hook::kPatientView,
                          const Composer* composer = nullptr) const;
  std::optional<Card> CardOf(std::string_view topic, Service service,
                             Hook hook = Hook::kPatientView) const;
  // The references in all resources of the chart (`Observation/o1`), for "every reference
  // resolves".
  std::vector<std::string> References() const;

 private:
  struct Entry {
    std::string reference;  // `ServiceRequest/1`
    std::string json;
    fhir::ResourceOrigin origin;
  };
  fhir::Version version_;
  std::vector<Entry> entries_;
  int next_ = 0;
  region::Index hospital_ = region::kNone;
  ClientAbilities client_;
};

}  // namespace wervelwijzer::cards
