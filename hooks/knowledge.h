#pragma once

// Everything that the decisions and their words come from, and for whom they are: loaded together,
// verified, immutable, and exchanged as a whole when it is loaded again.

#include <memory>
#include <string>
#include <vector>

#include "base/result.h"
#include "cards/compose.h"
#include "cards/region/region.h"
#include "guideline/bindings/bind.h"
#include "guideline/bindings/intake_form.h"
#include "guideline/evaluate.h"
#include "hooks/client.h"
#include "terminology/terminology.h"

namespace wervelwijzer::hooks {

// Where the files lie, and what is set in place of a default in them.
struct KnowledgePlaces {
  std::string models;       // guideline/models
  std::string bindings;     // guideline/bindings
  std::string terminology;  // terminology/data
  std::string texts;        // cards/text
  std::string region = {};  // region file; empty: none
  // In place of defaults of guideline/models/parameters.tsv.
  std::vector<dmn::Parameter> parameters = {};
  std::string hierarchies = {};  // imported ones (terminology/snapshot.h); empty: none
  std::string clients = {};      // file of registered clients (client_file.h); empty: none
  // A folder for the look-up of codes; empty: that of the hierarchies, else in memory.
  std::string look_up = {};
};

class Knowledge {
 public:
  // Errors are those of the room that refuses its files; they name the file.
  static Result<std::shared_ptr<const Knowledge>> Load(const KnowledgePlaces& places,
                                                       cards::ComposerSettings composer = {});

  const guideline::Guideline& guideline() const { return *guideline_; }
  const guideline::Bindings& bindings() const { return bindings_; }
  const guideline::IntakeForm& intake_form() const { return intake_form_; }
  const cards::Composer& composer() const { return composer_; }
  // Null when no region file is set.
  const region::Region* region() const { return region_.get(); }
  // Empty when no file of clients is set.
  const ClientRegistry& clients() const { return clients_; }

 private:
  Knowledge(terminology::Terminology terminology,
            std::shared_ptr<const guideline::Guideline> guideline, guideline::Bindings bindings,
            guideline::IntakeForm intake_form, cards::Composer composer,
            std::shared_ptr<const region::Region> region, ClientRegistry clients);

  terminology::Terminology terminology_;
  std::shared_ptr<const guideline::Guideline> guideline_;
  guideline::Bindings bindings_;
  guideline::IntakeForm intake_form_;
  cards::Composer composer_;
  std::shared_ptr<const region::Region> region_;
  ClientRegistry clients_;
};

}  // namespace wervelwijzer::hooks
