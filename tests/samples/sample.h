#pragma once

// One public sample file as a record.

#include <filesystem>
#include <memory>
#include <string>

#include "base/issue.h"
#include "base/json.h"
#include "base/result.h"
#include "fhir/record.h"

namespace wervelwijzer::samples {

class Sample {
 public:
  // A resource, a Bundle, or a CDS Hooks request whose prefetch and drafts hold them; JSON or XML.
  // Errors: what is no JSON, no XML or no FHIR.
  static Result<Sample> Read(const std::filesystem::path& path);

  const fhir::Record& record() const { return record_; }
  // The whole file as JSON.
  JsonValue root() const { return document_->root(); }

 private:
  Sample() = default;
  void AddAll(JsonValue root);

  std::string text_;
  std::unique_ptr<JsonDocument> document_;
  fhir::Record record_;
  Issues issues_;
};

}  // namespace wervelwijzer::samples
