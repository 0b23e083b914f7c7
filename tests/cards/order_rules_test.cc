// All fourteen checks on orders: each speaks of an order that does not fit and is silent about one
// that does, when the order is picked and when it is signed.

#include <gtest/gtest.h>

#include "tests/cards/patient.h"

namespace wervelwijzer::cards {
namespace {

using guideline::OrderKind;

struct RuleCase {
  const char* rule;
  OrderKind kind;
  std::string_view patient;    // statements
  std::string_view wrong;      // members of the order's resource, or its priority
  std::string_view fits;       // the same for an order that fits
  std::string_view fits_when;  // or: further statements with which the first order fits
  std::string_view due_wrong = {};
};

constexpr std::string_view kCompression =
    "malignancy-status=active adequate-imaging-available=false mri-possible=true "
    "clinical-cord-cauda-compression=true paraplegia-completeness=none "
    "primary-tumour-known=known haematological-suspicion=false ";
constexpr std::string_view kEstablished =
    "spinal-metastases-established=true primary-tumour-known=known treatment-wish=true "
    "neurological-deficit=false oligometastases=false symptomatic=true pain-present=true "
    "sins-total=5 spine-stability=stable new-neurological-deficit=false ";

constexpr std::string_view kDose8 =
    R"("medicationCodeableConcept":{"coding":[{"system":"http://www.whocc.no/atc",
       "code":"H02AB02"}]},"dosageInstruction":[{"timing":{"repeat":{"frequency":1,"period":1,
       "periodUnit":"d"}},"doseAndRate":[{"doseQuantity":{"value":8,"code":"mg"}}]}])";
constexpr std::string_view kDose40 =
    R"("medicationCodeableConcept":{"coding":[{"system":"http://www.whocc.no/atc",
       "code":"H02AB02"}]},"dosageInstruction":[{"timing":{"repeat":{"frequency":1,"period":1,
       "periodUnit":"d"}},"doseAndRate":[{"doseQuantity":{"value":40,"code":"mg"}}]}])";

const RuleCase kRules[] = {
    {"order-imaging-modality", OrderKind::kPlainFilmSpine, kCompression, R"("priority":"stat")", "",
     "clinical-cord-cauda-compression=false malignancy-status=none"},
    {"order-imaging-deadline", OrderKind::kMriWholeSpine, kCompression, R"("priority":"routine")",
     R"("priority":"stat")", ""},
    {"order-steroid-tissue-first", OrderKind::kCorticosteroid,
     "malignancy-status=active clinician-states-suspicion=true "
     "tissue-diagnosis-obtained=false haematological-suspicion=true ",
     "", "", "haematological-suspicion=false primary-tumour-known=known"},
    {"order-steroid-dose", OrderKind::kCorticosteroid, kCompression, kDose40, kDose8, ""},
    {"order-steroid-protection", OrderKind::kCorticosteroid,
     "malignancy-status=active clinician-states-suspicion=true primary-tumour-known=known "
     "haematological-suspicion=false nsaid-use=true ",
     "", "", "nsaid-use=false"},
    {"order-rt-unstable", OrderKind::kRadiotherapySpine,
     "spinal-metastases-established=true sins-total=14 ", "", "", "sins-total=5"},
    {"order-rt-schedule", OrderKind::kRadiotherapySpine, kEstablished,
     R"("code":{"text":"Radiotherapie wervelkolom 5 x 4 Gy"})",
     R"("code":{"text":"Radiotherapie wervelkolom 1 x 8 Gy"})", ""},
    {"order-rt-interval", OrderKind::kRadiotherapySpine,
     "spinal-metastases-established=true spine-surgery-date=2026-11-10 "
     "recovery-after-surgery=sufficient sins-total=5 ",
     "", "", "recovery-after-surgery=deterioration"},
    {"order-surgery-conditions", OrderKind::kSpineSurgery,
     "spinal-metastases-established=true mri-whole-spine-done=false treatment-wish=true "
     "sins-total=5 new-neurological-deficit=false recent-petct-available=true ",
     "", "", "mri-whole-spine-done=true"},
    {"order-referral-routine", OrderKind::kReferralSpine,
     "spinal-metastases-established=true new-neurological-deficit=true ", R"("priority":"routine")",
     R"("priority":"stat")", ""},
    {"order-brain-rt-mdo", OrderKind::kRadiotherapyBrain,
     "brain-metastases-present=true brain-mdo-discussed=false brain-rt-referral=true ", "", "",
     "brain-mdo-discussed=true brain-rt-referral-date=2026-11-19 "
     "brain-mdo-participants=neurosurgeon|radiation-oncologist|neurologist|neuroradiologist"},
    {"order-vertebroplasty", OrderKind::kVertebroplasty,
     "spinal-metastases-established=true vertebroplasty-contraindication-other=true "
     "sins-total=5 ",
     "", "",
     "vertebroplasty-contraindication-other=false epidural-canal-fraction=0 "
     "radiological-mescc=false insufficient-pain-relief-after-rt=true surgery-is-option=false "
     "proven-instability=true"},
    {"order-systemic-only", OrderKind::kSystemicTherapy,
     "spinal-metastases-established=true clinical-cord-cauda-compression=true "
     "rapid-systemic-effect=false vital-systemic-indication=false rt-response-chance=true "
     "surgery-is-option=true ",
     "", "", "rapid-systemic-effect=true"},
};

std::string Resource(std::string_view members) {
  return R"({"resourceType":"ServiceRequest","id":"1","status":"draft")" +
         (members.empty() ? std::string() : "," + std::string(members)) + "}";
}

std::string_view PriorityIn(std::string_view members) {
  return members.find("stat") != members.npos      ? "stat"
         : members.find("routine") != members.npos ? "routine"
                                                   : "";
}

Patient Ordering(const RuleCase& one, Hook hook, std::string_view members, std::string_view more) {
  Patient patient;
  patient.With(one.patient).With(more).In(hook);
  if (one.kind == OrderKind::kRadiotherapyBrain) patient.Service(Service::kBrain);
  patient.Ordered(one.kind, "draft", PriorityIn(members), kNow, one.due_wrong);
  patient.Selected(Resource(members));
  return patient;
}

class OrderRule : public testing::TestWithParam<std::tuple<RuleCase, Hook>> {};

TEST_P(OrderRule, SpeaksOfAnOrderThatDoesNotFit) {
  const auto& [one, hook] = GetParam();
  const auto cards = Ordering(one, hook, one.wrong, "").Cards();
  ASSERT_FALSE(cards.empty());
  EXPECT_NE(Describe(cards).find(one.rule), std::string::npos) << Describe(cards);
}

TEST_P(OrderRule, IsSilentAboutAnOrderThatFits) {
  const auto& [one, hook] = GetParam();
  const bool other_order = !one.fits.empty();
  const auto cards = Ordering(one, hook, other_order ? one.fits : one.wrong, one.fits_when).Cards();
  EXPECT_EQ(Describe(cards), "0 cards\n");
}

INSTANTIATE_TEST_SUITE_P(All, OrderRule,
                         testing::Combine(testing::ValuesIn(kRules),
                                          testing::Values(Hook::kOrderSelect, Hook::kOrderSign)),
                         [](const auto& tested) {
                           std::string name(std::get<0>(tested.param).rule);
                           for (char& c : name) c = c == '-' ? '_' : c;
                           return name + (std::get<1>(tested.param) == Hook::kOrderSign
                                              ? "_at_sign"
                                              : "_at_select");
                         });

// The fourteenth needs a corticosteroid in use beside the one that is picked.
TEST(OrderRuleTaper, SpeaksAndIsSilentAtBothHooks) {
  for (const Hook hook : {Hook::kOrderSelect, Hook::kOrderSign}) {
    for (const auto& [end, shown] :
         {std::pair{"2026-11-01", true}, std::pair{"2026-11-10", false}}) {
      Patient patient;
      patient.With("spinal-metastases-established=true primary-tumour-known=known").In(hook);
      patient.Has("radiotherapy-end-date", end);
      patient.Ordered(OrderKind::kCorticosteroid, "active", "");
      patient.Ordered(OrderKind::kCorticosteroid, "draft", "").Selected(Resource(""));
      const auto text = Describe(patient.Cards());
      EXPECT_EQ(text.find("order-steroid-taper") != std::string::npos, shown) << text;
      EXPECT_EQ(text == "0 cards\n", !shown) << text;
    }
  }
}

}  // namespace
}  // namespace wervelwijzer::cards
