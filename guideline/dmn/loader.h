#pragma once

// Models from a directory to a program that may decide: read, verified, compiled.

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "guideline/dmn/finding.h"
#include "guideline/dmn/program.h"
#include "guideline/dmn/verify.h"

namespace wervelwijzer::dmn {

// The models of a directory: every `*.dmn` except second encodings (`*.text.dmn`), in order of
// name.
struct ModelSet {
  std::vector<Model> models;
  std::string hash;  // of names and bytes of all files that were read, and the parameters
  std::vector<RequiredRule> required_rules;  // rules.tsv, when it is there
  std::vector<std::string> whole_inputs;     // inputs.tsv, column `whole`, when it is there
};

// Reads the directory. kNotFound when it holds no model.
Result<ModelSet> ReadModelSet(const std::string& directory, std::span<const Parameter> parameters);

// The findings of a set that was read from a directory; what `lint` prints.
Findings VerifyModelSet(const ModelSet& set, std::span<const Parameter> parameters,
                        std::span<const std::string> compared = {});

struct LoadOptions {
  std::vector<Parameter> parameters;
  // Hashes of sets that were verified before; such a set is not verified again. The build writes
  // the hash of the shipped models after it has verified them.
  std::vector<std::string> verified_hashes;
  // See VerifyOptions.
  std::vector<std::string> compared;
};

struct LoadedProgram {
  Program program;
  std::string hash;
  Findings findings;  // warnings and hints; empty when verification was skipped
};

// Refuses a set with an error; the message is the first finding's, the path its place.
Result<LoadedProgram> LoadProgram(const std::string& directory, const LoadOptions& options);

// SHA-256 (FIPS 180-4) of the bytes, as 64 lower-case hex digits.
std::string Sha256Hex(std::string_view bytes);

}  // namespace wervelwijzer::dmn
