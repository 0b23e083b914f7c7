#pragma once

// How many of the codes of the samples that mean a concept of ours are known.

#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "base/json.h"
#include "fhir/coding.h"
#include "terminology/terminology.h"
#include "tests/samples/judgements.h"

namespace wervelwijzer::samples {

class CodeReport {
 public:
  // Both must outlive the report.
  CodeReport(const terminology::Terminology& terminology, const Judgements& judgements)
      : terminology_(terminology), judgements_(judgements) {}

  // Every Coding of the sample, wherever it stands, resource type and element regardless.
  void Add(const std::string& origin, JsonValue root);

  // The shares by system, by origin and in all; then what failed.
  void Print() const;

  // A code that nobody judged, one whose concepts are not found, or one that is taken for a concept
  // that it was judged not to mean.
  bool failed() const { return !faults_.empty(); }

 private:
  using Code = std::pair<std::string, std::string>;  // system (short name or uri) and code
  struct Share {
    std::set<Code> known, meant;
    std::set<Code> licensed;              // of `meant`
    int understood = 0, occurrences = 0;  // of concepts, in CodeableConcepts and lone Codings
    int licensed_occurrences = 0;         // with such codes alone
  };
  struct Verdict {
    bool means = false, is_known = false, is_licensed = false;
  };

  void AddConcept(const std::string& origin, const std::vector<fhir::Coding>& codings);
  Verdict Judge(const Code& code, const fhir::Coding& coding);
  void PrintWithoutLicensed() const;
  void PrintCovered() const;
  static void PrintShare(const std::string& name, const Share& share);

  const terminology::Terminology& terminology_;
  const Judgements& judgements_;
  std::map<std::string, Share> by_origin_, by_system_;
  Share all_;
  std::set<Code> codes_;
  std::map<Code, Verdict> verdicts_;
  std::set<std::string> faults_;
};

}  // namespace wervelwijzer::samples
