#pragma once

// From what is known of a patient to the masks that the decision engine works on.

#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "guideline/dmn/program.h"
#include "guideline/inputs.h"

namespace wervelwijzer::guideline {

// Where the values of an input of the models come from.
struct InputSource {
  enum class Kind { kDirect, kMember, kPerformanceBasis, kPainDecrease };
  Kind kind = Kind::kDirect;
  std::vector<CatalogueIndex> behind;
  std::string member;  // kMember: the code
};

// Fails when the catalogue does not know the input, or knows it with another type or other codes.
Result<InputSource> FindSource(const InputCatalogue& catalogue, const dmn::ProgramInput& input);

// Which inputs of the tables stand behind each input of the program. Built once, immutable.
class BoxBuilder {
 public:
  // Fails when the program has an input that the catalogue does not know, or with other values.
  // Both must outlive the builder; `catalogue` must not move.
  static Result<BoxBuilder> Make(const InputCatalogue& catalogue, const dmn::Program& program);

  // Nothing known: each input has every value that exists. (The atoms between two scores of
  // Karnofsky hold none.)
  const dmn::Box& unknown() const { return unknown_; }

  // What `inputs` leave possible. kStated passes derived values over.
  enum class Origins { kStated, kAll };
  void Fill(const Inputs& inputs, Origins origins, dmn::Box& box) const;

  // Makes of a `box` that Fill filled with kAll what it would fill with kStated.
  void KeepStated(const Inputs& inputs, dmn::Box& box) const;

  // Fills anew what comes from an input of the tables, and leaves the rest of `box` as it is.
  void Refill(const Inputs& inputs, Origins origins, CatalogueIndex changed, dmn::Box& box) const;

  // Forgets what `box` knows of an input of the tables.
  void Forget(CatalogueIndex input, dmn::Box& box) const;

  // The inputs of the tables behind an input of the program: one, or for a computed one those that
  // it is computed from.
  const std::vector<CatalogueIndex>& Behind(dmn::InputIndex input) const {
    return sources_[input].behind;
  }
  // Of these only those that can still change the computed value.
  std::vector<CatalogueIndex> DecidingBehind(dmn::InputIndex input, const Inputs& inputs) const;
  // The input of the program with the values of an input of the tables itself, if it is used.
  std::optional<dmn::InputIndex> Direct(CatalogueIndex input) const;

 private:
  using Kind = InputSource::Kind;
  using Source = InputSource;

  BoxBuilder(const InputCatalogue& catalogue, const dmn::Program& program)
      : catalogue_(&catalogue), program_(&program) {}
  dmn::Mask Existing(const dmn::ProgramInput& input, const Source& source) const;
  dmn::Mask MaskOf(dmn::InputIndex index, const ValueSet& values) const;
  dmn::Mask MaskFor(dmn::InputIndex index, const Inputs& inputs, Origins origins) const;
  dmn::Mask MaskOfComputed(dmn::InputIndex index, const Inputs& inputs) const;

  const InputCatalogue* catalogue_;
  const dmn::Program* program_;
  std::vector<Source> sources_;                    // per input of the program
  std::vector<std::vector<dmn::InputIndex>> fed_;  // per input of the catalogue
  std::vector<dmn::InputIndex> computed_;
  dmn::Box unknown_;
};

}  // namespace wervelwijzer::guideline
