// Cards when a region is loaded: the centre by name, the number, the meeting; and as ever when the
// asking hospital is not known.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "cards/region/route.h"
#include "cards/region/volume.h"
#include "tests/cards/patient.h"
#include "tests/cards/region/small_region.h"

namespace wervelwijzer::cards {
namespace {

using region::Demonstration;
using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::StartsWith;

constexpr std::string_view kRedFlag =
    "spinal-metastases-established=true new-neurological-deficit=true";
constexpr std::string_view kCompression =
    "spinal-metastases-established=true radiological-mescc=true neurological-deficit=false "
    "treatment-wish=true very-short-life-expectancy=false life-expectancy-months=6";
constexpr std::string_view kWeekly =
    "spinal-metastases-established=true symptomatic=true progressive-neurological-deficit=false "
    "pain-progressive-severe=false severe-instability=false radiological-mescc=false";
constexpr std::string_view kBrainMeeting =
    "brain-metastases-present=true brain-metastases-symptomatic=false kps=80 "
    "brain-prognosis-months=12 brain-critical-location=true brain-rt-referral=false";

constexpr std::string_view kTerpzicht = "90000003";    // network Noord
constexpr std::string_view kRivieroever = "90000005";  // network Midden
constexpr std::string_view kNight = "2026-11-21T03:10:00+01:00";

Card CardIn(Patient& patient, std::string_view topic) {
  auto card = patient.CardOf(topic);
  if (card) return std::move(*card);
  ADD_FAILURE() << "no card " << topic << "\n" << Describe(patient.Cards());
  return {};
}

// The first suggested order.
class Order {
 public:
  explicit Order(const Card& card) {
    if (card.suggestions.empty()) {
      ADD_FAILURE() << "no suggestion";
    } else {
      json_ = ResourceOf(card.suggestions.front(), 0, storage_);
    }
  }
  JsonValue json() const { return json_; }
  std::string Text(JsonValue value) const { return std::string(value.string_or("")); }
  std::string notes() const { return json_.Get("note").exists() ? json_.Get("note").ToText() : ""; }

 private:
  std::shared_ptr<JsonDocument> storage_;
  JsonValue json_;
};

TEST(RegionCards, ARedFlagBeginsWithWhomToCall) {
  Patient patient;
  patient.With(kRedFlag).InRegion(Demonstration(), kTerpzicht).At(kNight);
  const Card card = CardIn(patient, "red-flag");
  EXPECT_THAT(card.detail, StartsWith("**Bel Spoedoverleg wervelkolom Duinhaven** (Ziekenhuis "
                                      "Duinhaven (fictief)): **088 000 01 02**, nu bereikbaar."));
  EXPECT_THAT(card.detail, Not(HasSubstr("lokale afspraken")));
  const Order order(card);
  const JsonValue performer = order.json().Get("performer").At(0);
  EXPECT_EQ(order.Text(performer.Get("reference")),
            "https://regio-demonstratie.example/fhir/HealthcareService/duinhaven-spoed");
  EXPECT_EQ(order.Text(performer.Get("type")), "HealthcareService");
  EXPECT_EQ(order.Text(performer.Path("identifier", "value")), "duinhaven-spoed");
  EXPECT_EQ(order.Text(performer.Get("display")), "Spoedoverleg wervelkolom Duinhaven");
  EXPECT_THAT(order.json().Get("code").ToText(), HasSubstr("urgent-consult"));
  EXPECT_THAT(order.notes(), HasSubstr("telefoon 088 000 01 02"));
  EXPECT_THAT(card.route_extension_json, HasSubstr(R"("outcome":"centre")"));
}

// Heuvelzoom belongs to Midden first, then to Zuid. Without a line of its own in Midden it still
// calls the centre of Midden, and that of Zuid only when nobody of Midden answers.
TEST(RegionCards, TheOwnCentreComesBeforeTheUrgentLineOfAnother) {
  std::string text = region::DemonstrationText();
  const std::size_t service = text.find("\"id\": \"lindehof-spoed\"");
  const std::string_view code = "\"urgent-consult\"";
  const std::size_t at = text.find(code, service);
  ASSERT_NE(at, std::string::npos);
  const region::Region without =
      region::Read(text.replace(at, code.size(), "\"pain-team\"")).region;
  Patient patient;
  patient.With(kRedFlag).InRegion(without, "90000006");
  EXPECT_THAT(CardIn(patient, "red-flag").detail,
              StartsWith("**Bel Uitvoerend centrum wervelmetastasen Lindehof**"));
  EXPECT_THAT(CardIn(patient.At(kNight), "red-flag").detail,
              StartsWith("**Bel Spoedlijn wervelmetastasen Lindehof**"));
  region::Region silent = without;
  for (region::Service& one : silent.services) {
    if (one.reference.find("rivieroever") != std::string::npos ||
        one.reference == "HealthcareService/lindehof-spoed") {
      one.is_active = false;
    }
  }
  Patient late;
  late.With(kRedFlag).InRegion(silent, "90000006").At(kNight);
  EXPECT_THAT(CardIn(late, "red-flag").detail,
              StartsWith("**Bel Spoedoverleg wervelkolom Stroomdal**"));
}

TEST(RegionCards, SayTheSameInEnglish) {
  Patient patient;
  patient.With(kRedFlag).InRegion(Demonstration(), kTerpzicht).Speaking(Language::kEnglish);
  EXPECT_THAT(CardIn(patient, "red-flag").detail,
              StartsWith("**Call Spoedoverleg wervelkolom Duinhaven** (Ziekenhuis Duinhaven "
                         "(fictief)): **088 000 01 02**, answers now."));
}

TEST(RegionCards, AnUnknownHospitalGetsWordsOnlyAndNoPerformer) {
  Patient patient;
  patient.With(kRedFlag).InRegion(Demonstration(), "12345678");
  const Card card = CardIn(patient, "red-flag");
  EXPECT_THAT(card.detail, HasSubstr("niet vanuit welk ziekenhuis u belt"));
  EXPECT_FALSE(Order(card).json().Get("performer").exists());
  EXPECT_EQ(card.route_extension_json, "");
}

TEST(RegionCards, WithoutARegionNothingChanges) {
  Patient patient;
  const Card card = CardIn(patient.With(kRedFlag), "red-flag");
  EXPECT_THAT(card.detail, HasSubstr("er is geen regiobestand geladen"));
  EXPECT_FALSE(Order(card).json().Get("performer").exists());
}

TEST(RegionCards, TheOwnCentreIsConsultedInHouseWithoutAReferral) {
  Patient patient;
  patient.With(kRedFlag).InRegion(Demonstration(), "90000001");
  const Card card = CardIn(patient, "red-flag");
  EXPECT_THAT(card.detail, StartsWith("Uw eigen ziekenhuis is het centrum: **overleg intern met "
                                      "Spoedoverleg wervelkolom Duinhaven**"));
  const Order order(card);
  EXPECT_FALSE(order.json().Get("category").exists());
  EXPECT_TRUE(order.json().Get("performer").exists());
}

TEST(RegionCards, AReferralNamesTheCentreAndWhoWasPassedOver) {
  Patient patient;
  patient.With(kCompression).InRegion(Demonstration(), "90000007");
  EXPECT_THAT(CardIn(patient, "red-flag").detail,  // the referral joins it
              HasSubstr("**Bel Spoedoverleg wervelkolom Stroomdal**"));
  Patient surgery;
  surgery.With(
      "spinal-metastases-established=true radiological-mescc=false pain-on-loading=true "
      "symptomatic=true treatment-wish=true very-short-life-expectancy=false "
      "neurological-deficit=false sins-total=9 life-expectancy-months=6");
  const Card card = CardIn(surgery.InRegion(Demonstration(), kTerpzicht), "referral");
  EXPECT_THAT(
      card.detail,
      HasSubstr("Verwijs naar **Uitvoerend centrum wervelmetastasen Duinhaven** (Ziekenhuis "
                "Duinhaven (fictief)), telefoon **088 000 01 01**."));
  EXPECT_THAT(card.detail, HasSubstr("Overgeslagen: Wervelkolomchirurgie Veenrand (haalt de "
                                     "volumenorm niet)."));
}

TEST(RegionCards, TheWeeklyMeetingIsTheNextOneThatIsStillOpen) {
  Patient patient;
  patient.With(kWeekly).InRegion(Demonstration(), kTerpzicht).At("2026-11-23T12:31:00+01:00");
  const Card card = CardIn(patient, "mdo");
  EXPECT_THAT(card.detail, HasSubstr("**MDO wervelmetastasen Noord** (Ziekenhuis Duinhaven "
                                     "(fictief)): do 26-11 16:30, aanmelden vóór do 26-11 12:30"));
  const Order order(card);
  EXPECT_EQ(order.Text(order.json().Path("occurrencePeriod", "start")),
            "2026-11-26T16:30:00+01:00");
  EXPECT_EQ(order.Text(order.json().Path("occurrencePeriod", "end")), "2026-11-26T17:30:00+01:00");
  EXPECT_THAT(order.notes(), HasSubstr("aanmelden vóór do 26-11 12:30"));
}

TEST(RegionCards, WhenNoMeetingComesInTimeItIsAdHoc) {
  Patient patient;
  patient.With(std::string(kRedFlag) + " progressive-neurological-deficit=true symptomatic=true");
  patient.InRegion(Demonstration(), kRivieroever);
  const Card card = CardIn(patient, "mdo");
  EXPECT_THAT(card.detail, HasSubstr("de eerstvolgende is di 24-11 17:00. Beleg een ad-hocoverleg "
                                     "via **MDO wervelmetastasen Midden**"));
  const Order order(card);
  EXPECT_EQ(order.Text(order.json().Path("occurrencePeriod", "end")), "2026-11-21T14:10:00+01:00");
}

TEST(RegionCards, TheMeetingOnBrainMetastasesIsNamed) {
  Patient patient;
  patient.Service(Service::kBrain).With(kBrainMeeting).InRegion(Demonstration(), kRivieroever);
  EXPECT_THAT(
      CardIn(patient, "brain-mdo").detail,
      HasSubstr("**Neuro-oncologisch MDO Midden** (Ziekenhuis Lindehof (fictief)): ma 23-11 "
                "12:30, aanmelden vóór ma 23-11 09:30; telefoon **088 000 04 05**."));
}

TEST(RegionCards, ThePerformerFitsEveryVersion) {
  for (const fhir::Version version :
       {fhir::Version::kStu3, fhir::Version::kR4, fhir::Version::kR5}) {
    Patient patient;
    patient.With(kRedFlag).InRegion(Demonstration(), kTerpzicht).In(version);
    const Order order(CardIn(patient, "red-flag"));
    // In STU3 a referral is a ReferralRequest, whose performer is its recipient.
    const JsonValue performer =
        order.json().Get(version == fhir::Version::kStu3 ? "recipient" : "performer");
    EXPECT_TRUE(performer.is_array());
    EXPECT_EQ(performer.At(0).Get("type").exists(), version != fhir::Version::kStu3);
  }
}

TEST(RegionCards, TheVolumeNormIsThatOfTheGuideline) {
  for (const int operations : {region::kVolumeNorm, region::kVolumeNorm - 1}) {
    guideline::Inputs inputs(ShippedGuideline()->catalogue());
    guideline::InputState state;
    state.origin = guideline::Origin::kStated;
    state.values.ranges = {{double(operations), double(operations), false, false}};
    inputs.Set(*inputs.catalogue().Find("spine-operations-per-year"), std::move(state));
    const auto decisions = ShippedGuideline()->Decide(inputs, guideline::Module::kSpinal);
    EXPECT_EQ(decisions.Find("surgery-volume-norm")->outcome(),
              operations < region::kVolumeNorm ? "norm-not-met" : "norm-met");
  }
}

// A centre of that name, with a number of that text, in a region of one network.
region::Region Hostile(const std::string& text) {
  std::string file = region::DemonstrationText();
  JsonWriter escaped;
  escaped.String(text);
  for (const char* const name :
       {"Spoedoverleg wervelkolom Duinhaven", "+31880000102", "Ziekenhuis Duinhaven (fictief)"}) {
    const std::string before = "\"" + std::string(name) + "\"";
    file.replace(file.find(before), before.size(), escaped.text());
  }
  return region::Read(file).region;
}

TEST(RegionCards, HostileNamesAreShownLiterally) {
  for (const std::string& text :
       {std::string("[klik](https://kwaad.example) <img src=x onerror=alert(1)>"),
        std::string("a\n\n# kop\n| tabel | x |\n**vet** `code`"),
        std::string("{phone} \u202Eomgedraaid\u202C\u200B www.kwaad.example"),
        std::string(10'000, 'x')}) {
    const region::Region region = Hostile(text);
    Patient patient;
    const Card card = CardIn(patient.With(kRedFlag).InRegion(region, kTerpzicht), "red-flag");
    const std::string line = card.detail.substr(0, card.detail.find("\n\n"));
    EXPECT_LT(line.size(), 1200u);
    for (const char* const bad :
         {"k](", "<img", "\n", " | t", "**vet", " `code", "\u202E", "\u200B", "www.", "https://"}) {
      EXPECT_EQ(line.find(bad), std::string::npos) << bad << " in " << line;
    }
    EXPECT_LT(Order(card).notes().size(), 2000u);
  }
}

}  // namespace
}  // namespace wervelwijzer::cards
