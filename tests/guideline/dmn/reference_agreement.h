#pragma once

// The compiled form against the reference evaluator over very many complete inputs. A decision's
// value is a function of the values that it requires, so the reference is asked once for each
// combination of those and its answer kept; the compiled form answers every complete input anew,
// over the joined diagram of the whole chain.

#include <random>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "tests/guideline/dmn/reference_answer.h"

namespace wervelwijzer::dmn {

struct AgreementReport {
  std::size_t cells = 0, mismatches = 0;
  bool enumerated = false;
  std::string first;  // the first mismatch in words
};

class ReferenceAgreement {
 public:
  // `models` and `program` must outlive it.
  ReferenceAgreement(std::span<const Model> models, std::span<const Parameter> parameters,
                     const Program& program, std::uint64_t seed);

  // Every combination of atoms when there are at most `cells` of them, else `cells` random ones;
  // within an atom one of a few values, chosen at random.
  AgreementReport Check(DecisionIndex decision, std::size_t cells);

  // How often the reference itself was asked.
  std::size_t asked() const { return asked_; }

 private:
  struct Sample {
    std::size_t atom;
    OutputValue value;
  };
  struct Answer {
    Mask result = 0, fired = 0;
    char16_t value = 0;  // into Table::values
  };
  struct Column {
    std::string name;
    bool is_decision;
    std::size_t index;  // of the input in the program, or of the table in tables_
  };
  struct Table {
    std::string name;
    std::vector<Column> columns;
    std::vector<Value> values;  // distinct ones
    std::unordered_map<std::string, char16_t> place_of;
    std::unordered_map<std::u16string, Answer> known;
  };
  // One sample per input of the program.
  using Point = std::vector<std::size_t>;

  void AddTable(const Model& model, const Decision& decision);
  const Answer& Ask(std::size_t table, const Point& point);
  Answer AskReference(Table& table, const std::u16string& key);
  Mask ResultOf(const std::string& decision, const std::vector<OutputValue>& row) const;
  void CheckPoint(DecisionIndex decision, const Point& point, AgreementReport& report);
  std::size_t RandomSample(InputIndex input, std::size_t atom);
  std::string Words(DecisionIndex decision, const Point& point) const;

  const Program& program_;
  ReferenceAnswer reference_;
  std::mt19937_64 random_;
  std::vector<std::vector<Sample>> samples_;               // per input of the program
  std::vector<std::vector<std::vector<std::size_t>>> by_;  // per input and atom: its samples
  std::vector<Table> tables_;
  std::unordered_map<std::string, std::size_t> table_of_;     // by the decision's name
  std::unordered_map<std::string, std::size_t> table_of_id_;  // by its id, unique over the models
  std::vector<std::string> names_;
  Workspace workspace_;
  Box box_;
  Evaluation evaluation_;
  std::size_t asked_ = 0;
};

}  // namespace wervelwijzer::dmn
