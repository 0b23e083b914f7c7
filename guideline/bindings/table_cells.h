#pragma once

// The cells of the binding tables.

#include <map>
#include <span>
#include <string>
#include <vector>

#include "base/result.h"
#include "guideline/bindings/tables.h"

namespace wervelwijzer::guideline {

class TableCells {
 public:
  // All must outlive it.
  TableCells(const InputCatalogue& catalogue, const terminology::Terminology& terminology,
             std::span<const dmn::Parameter> parameters)
      : catalogue_(catalogue), terminology_(terminology), parameters_(parameters) {}

  const InputCatalogue& catalogue() const { return catalogue_; }
  const terminology::Terminology& terminology() const { return terminology_; }

  Status AddGroup(const std::string& name, const std::string& concepts);
  // Concepts, groups (`@…`) and beginnings (`…*`) between `|`, appended to `out`.
  Status ReadConcepts(const std::string& cell, std::vector<ConceptId>& out) const;
  // A line of facts.tsv, answers.tsv, reopens.tsv, policies.tsv.
  Result<Fact> ReadFact(const std::vector<std::string>& cells) const;
  Result<Answer> ReadAnswer(const std::vector<std::string>& cells) const;
  Result<Mention> ReadMention(const std::vector<std::string>& cells, MentionPlace place) const;
  Result<Strength> ReadStrength(const std::vector<std::string>& cells) const;
  Result<Reopening> ReadReopening(const std::vector<std::string>& cells) const;
  Status ReadPolicy(const std::vector<std::string>& cells, Policy& policy) const;

  // Days, `P28D`, or the name of a parameter; a `!` behind.
  Status ReadLookBack(const std::string& cell, Fact& fact) const;

 private:
  Result<CatalogueIndex> ReadInput(const std::string& cell) const;
  // Values between `|`, each allowed for the input.
  Result<ValueSet> ReadValues(const std::string& cell, CatalogueIndex input) const;
  Status ReadGives(const std::string& cell, Fact& fact) const;

  const InputCatalogue& catalogue_;
  const terminology::Terminology& terminology_;
  std::span<const dmn::Parameter> parameters_;
  std::map<std::string, std::vector<ConceptId>> groups_;
};

}  // namespace wervelwijzer::guideline
