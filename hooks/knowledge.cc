#include "hooks/knowledge.h"

#include <utility>

#include "base/clock.h"
#include "cards/region/region_file.h"
#include "hooks/client_file.h"

namespace wervelwijzer::hooks {

Knowledge::Knowledge(terminology::Terminology terminology,
                     std::shared_ptr<const guideline::Guideline> guideline,
                     guideline::Bindings bindings, guideline::IntakeForm intake_form,
                     cards::Composer composer, std::shared_ptr<const region::Region> region,
                     ClientRegistry clients)
    : terminology_(std::move(terminology)),
      guideline_(std::move(guideline)),
      bindings_(std::move(bindings)),
      intake_form_(std::move(intake_form)),
      composer_(std::move(composer)),
      region_(std::move(region)),
      clients_(std::move(clients)) {}

Result<std::shared_ptr<const Knowledge>> Knowledge::Load(const KnowledgePlaces& places,
                                                         cards::ComposerSettings settings) {
  auto terminology =
      terminology::Terminology::Load(places.terminology, places.hierarchies, places.look_up);
  if (!terminology.ok()) return terminology.error();
  auto guideline = guideline::Guideline::Load(places.models, places.parameters);
  if (!guideline.ok()) return guideline.error();
  auto bindings = guideline::Bindings::Load(places.bindings, (*guideline)->catalogue(),
                                            *terminology, (*guideline)->parameters());
  if (!bindings.ok()) return bindings.error();
  auto intake_form =
      guideline::IntakeForm::Load(places.bindings, places.models, (*guideline)->catalogue());
  if (!intake_form.ok()) return intake_form.error();
  auto composer = cards::Composer::Load(places.texts, *guideline, settings);
  if (!composer.ok()) return composer.error();
  std::shared_ptr<const region::Region> region;
  if (!places.region.empty()) {
    auto loaded = region::LoadSoundRegion(places.region, SystemClock().Now());
    if (!loaded.ok()) return loaded.error();
    region = std::move(loaded).value();
  }
  ClientRegistry clients;
  if (!places.clients.empty()) {
    auto loaded = LoadSoundClients(places.clients);
    if (!loaded.ok()) return loaded.error();
    clients = std::move(loaded).value();
  }
  return std::shared_ptr<const Knowledge>(
      new Knowledge(std::move(terminology).value(), std::move(guideline).value(),
                    std::move(bindings).value(), std::move(intake_form).value(),
                    std::move(composer).value(), std::move(region), std::move(clients)));
}

}  // namespace wervelwijzer::hooks
