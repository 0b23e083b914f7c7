#include "cards/order_match.h"

#include <algorithm>
#include <array>
#include <chrono>

#include "cards/order_task.h"

namespace wervelwijzer::cards {

using guideline::Order;
using guideline::OrderKind;

namespace {

template <std::size_t size>
bool IsOneOf(std::string_view status, const std::array<std::string_view, size>& list) {
  return std::ranges::find(list, status) != list.end();
}

// Order of the useful states; the others answer nothing.
int Rank(OrderState state) {
  switch (state) {
    case OrderState::kDraft:
      return 1;
    case OrderState::kAsked:
      return 2;
    case OrderState::kDone:
      return 3;
    case OrderState::kRefused:
    case OrderState::kUnknown:
      return 0;
  }
  return 0;
}

}  // namespace

OrderState StateOf(const Order& order) {
  static constexpr std::array<std::string_view, 3> kDrafts = {"draft", "proposed", "unsigned"};
  static constexpr std::array<std::string_view, 14> kAsked = {
      "active",  "requested", "received", "accepted", "ready",    "in-progress", "preparation",
      "planned", "booked",    "pending",  "arrived",  "waitlist", "suspended",   "checked-in"};
  static constexpr std::array<std::string_view, 7> kDone = {
      "completed", "fulfilled", "finished", "final", "preliminary", "amended", "available"};
  static constexpr std::array<std::string_view, 12> kRefused = {
      "revoked",  "cancelled", "rejected", "failed",  "stopped",          "not-done",
      "declined", "aborted",   "noshow",   "on-hold", "entered-in-error", "not-taken"};
  if (order.draft || order.selected || IsOneOf(order.status, kDrafts)) return OrderState::kDraft;
  if (IsOneOf(order.status, kRefused)) return OrderState::kRefused;
  // A proposal or a plan is nobody's order yet.
  if (order.intent == "proposal" || order.intent == "plan") return OrderState::kDraft;
  if (IsOneOf(order.status, kDone)) return OrderState::kDone;
  return IsOneOf(order.status, kAsked) ? OrderState::kAsked : OrderState::kUnknown;
}

namespace {

bool IsReferral(OrderKind kind) {
  return kind == OrderKind::kReferralSpine || kind == OrderKind::kReferralNeuroOncology;
}

}  // namespace

OrderState StateIn(const Consultation& consultation, const Order& order) {
  const OrderState own = StateOf(order);
  if (order.draft || order.selected || own == OrderState::kRefused) return own;
  // Of a request that is not at hand only its Task may be: who has taken that up has answered.
  if (order.resource_type == "Task" && IsReferral(order.kind) &&
      (order.status == "accepted" || order.status == "in-progress")) {
    return OrderState::kDone;
  }
  const std::string_view task = NewestTaskAbout(consultation, order).Get("status").string_or("");
  if (task.empty()) return own;
  if (task == "rejected" || task == "cancelled" || task == "failed") return OrderState::kRefused;
  if (task == "completed") return OrderState::kDone;
  const bool is_taken_up = task == "accepted" || task == "in-progress";
  if (is_taken_up && IsReferral(order.kind)) return OrderState::kDone;
  return own;
}

const Order* FindRefusal(const Consultation& consultation, OrderKind kind,
                         const ClockStart& start) {
  const Order* refused = nullptr;
  for (const Order& order : consultation.orders()) {
    if (order.kind != kind || order.is_past || !IsYoungerThan(order, start)) continue;
    if (StateIn(consultation, order) != OrderState::kRefused) return nullptr;
    refused = &order;
  }
  return refused;
}

std::optional<TimePoint> AskedFor(const Order& order) {
  if (order.due) return order.due;
  if (!order.authored) return std::nullopt;
  const int hours = order.priority == "stat"     ? 12
                    : order.priority == "asap"   ? 24
                    : order.priority == "urgent" ? 7 * 24
                                                 : 14 * 24;
  return *order.authored + std::chrono::hours(hours);
}

bool IsYoungerThan(const Order& order, const ClockStart& start) {
  if (start.from == ClockStart::From::kCall || order.draft || order.selected) return true;
  if (order.authored) return *order.authored >= start.at;
  return order.due && *order.due >= start.at;
}

const Order* FindOrder(const Consultation& consultation, OrderKind kind, OrderState at_least,
                       const ClockStart& start) {
  for (const Order& order : consultation.orders()) {
    if (order.kind == kind && !order.is_past && IsYoungerThan(order, start) &&
        Rank(StateIn(consultation, order)) >= Rank(at_least)) {
      return &order;
    }
  }
  return nullptr;
}

bool IsRightImaging(const Consultation& consultation, OrderKind kind) {
  if (kind == OrderKind::kMriWholeSpine) return true;
  return kind == OrderKind::kCtSpine && consultation.Is("mri-possible", "false");
}

const Order* FindImagingInTime(const Consultation& consultation, const Deadline& deadline,
                               Drafts drafts) {
  for (const Order& order : consultation.orders()) {
    if (!IsRightImaging(consultation, order.kind)) continue;
    if (!IsYoungerThan(order, deadline.start)) continue;
    const OrderState state = StateIn(consultation, order);
    if (state == OrderState::kDone) return &order;
    if (state != OrderState::kAsked && !(state == OrderState::kDraft && drafts == Drafts::kCount)) {
      continue;
    }
    // An order counts until its own term; after that it is ordered and not done.
    const auto asked = AskedFor(order);
    if (state == OrderState::kAsked && asked && *asked < consultation.now()) continue;
    // What starts after the term is late, whatever its priority.
    if (!deadline.has_passed && order.starts && *order.starts > deadline.at) continue;
    // A passed deadline cannot be met any more: then the highest priority is what counts.
    const bool stat = order.priority == "stat";
    if (deadline.has_passed ? stat : asked && *asked <= deadline.at) return &order;
    // Ordered late but with the priority that the term asks for is as good as can be.
    if (!order.due && stat) return &order;
  }
  return nullptr;
}

const Order* FindOverdueImaging(const Consultation& consultation, const ClockStart& start) {
  for (const Order& order : consultation.orders()) {
    if (!IsRightImaging(consultation, order.kind) || !IsYoungerThan(order, start)) continue;
    const auto asked = AskedFor(order);
    const bool is_asked = StateIn(consultation, order) == OrderState::kAsked;
    if (is_asked && asked && *asked < consultation.now()) return &order;
  }
  return nullptr;
}

const Order* FindImaging(const Consultation& consultation, const ClockStart& start) {
  for (const Order& order : consultation.orders()) {
    if (!IsRightImaging(consultation, order.kind) || !IsYoungerThan(order, start)) continue;
    if (Rank(StateIn(consultation, order)) >= Rank(OrderState::kDraft)) return &order;
  }
  return nullptr;
}

namespace {

bool HoldsServiceCode(JsonValue coded, std::string_view code) {
  for (const JsonValue coding : coded.Get("coding").elements()) {
    if (coding.Get("code").string_or("") == code &&
        coding.Get("system").string_or("") ==
            "https://wervelwijzer.nl/fhir/CodeSystem/region-service") {
      return true;
    }
  }
  return false;
}

}  // namespace

bool HasServiceCode(const Order& order, std::string_view code) {
  const JsonValue what = order.resource.Get("code");
  if (HoldsServiceCode(what.Get("concept").exists() ? what.Get("concept") : what, code)) {
    return true;
  }
  for (const JsonValue service : order.resource.Get("serviceRequested").elements()) {  // STU3
    if (HoldsServiceCode(service, code)) return true;
  }
  return false;
}

const Order* CorticosteroidInUse(const Consultation& consultation) {
  for (const Order& order : consultation.orders()) {
    if (order.kind == OrderKind::kCorticosteroid && !order.selected &&
        StateOf(order) == OrderState::kAsked) {
      return &order;
    }
  }
  return nullptr;
}

const Order* DraftedCorticosteroid(const Consultation& consultation) {
  for (const Order& order : consultation.orders()) {
    if (order.kind == OrderKind::kCorticosteroid && StateOf(order) == OrderState::kDraft) {
      return &order;
    }
  }
  return nullptr;
}

bool UsesCorticosteroid(const Consultation& consultation) {
  return CorticosteroidInUse(consultation) != nullptr;
}

bool HasProtonPumpInhibitor(const Consultation& consultation) {
  for (const Order& order : consultation.orders()) {
    const OrderState state = StateOf(order);
    const bool stands = state == OrderState::kAsked || state == OrderState::kDraft;
    if (order.kind == OrderKind::kProtonPumpInhibitor && stands) return true;
  }
  return false;
}

}  // namespace wervelwijzer::cards
