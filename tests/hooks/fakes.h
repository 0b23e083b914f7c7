#pragma once

// Stand-ins for what the router asks.

#include <string>
#include <utility>
#include <vector>

#include "hooks/card_service.h"
#include "hooks/feedback.h"

namespace wervelwijzer::hooks {

// Answers with one fixed text, or refuses.
class FakeCards final : public CardService {
 public:
  ServiceResult Respond(const ServiceCall& call) const override {
    asked = std::string(call.service.id);
    body = std::string(call.body.data(), call.body.size());
    language = call.language;
    if (refuse_with != nullptr) return *refuse_with;
    return ServiceAnswer{"{\"cards\":[]}", 0, {}};
  }

  const ServiceRefusal* refuse_with = nullptr;
  mutable std::string asked, body;
  mutable cards::Language language = cards::Language::kDutch;
};

// Keeps feedback in memory.
class FakeFeedback final : public FeedbackStore {
 public:
  void Store(FeedbackBatch batch, MoveOnlyFunction<void(Status)> done) override {
    batches.push_back(std::move(batch));
    done(answer);
  }

  Status answer;
  std::vector<FeedbackBatch> batches;
};

}  // namespace wervelwijzer::hooks
