#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>

#include "guideline/inputs.h"
#include "tests/guideline/loaded.h"

namespace wervelwijzer::guideline {
namespace {

const InputDefinition& DefinitionOf(std::string_view id) {
  return ShippedCatalogue().definitions()[ShippedCatalogue().Find(id).value()];
}

Result<InputCatalogue> LoadText(const std::string& rows) {
  const auto path = std::filesystem::temp_directory_path() /
                    ("catalogue_test_" + std::to_string(::getpid()) + ".tsv");
  std::ofstream(path) << "id\ttype\tallowed_values\twhole\tunit\n" << rows;
  Result<InputCatalogue> catalogue = InputCatalogue::Load(path.string());
  std::filesystem::remove(path);
  return catalogue;
}

TEST(CatalogueTest, EveryInputOfTheTablesIsThere) {
  EXPECT_EQ(ShippedCatalogue().definitions().size(), 152u);
  for (std::string_view id :
       {"age-years", "kps", "brain-mdo-participants", "radiotherapy-end-date"})
    EXPECT_TRUE(ShippedCatalogue().Find(id)) << id;
  EXPECT_FALSE(ShippedCatalogue().Find("shoe-size"));
  EXPECT_FALSE(ShippedCatalogue().Find(""));
}

TEST(CatalogueTest, EveryDefinitionHasWordsInBothLanguages) {
  for (const InputDefinition& definition : ShippedCatalogue().definitions()) {
    EXPECT_FALSE(definition.name_nl.empty()) << definition.id;
    EXPECT_FALSE(definition.name_en.empty()) << definition.id;
    EXPECT_FALSE(definition.definition_nl.empty()) << definition.id;
    EXPECT_FALSE(definition.definition_en.empty()) << definition.id;
  }
}

TEST(CatalogueTest, NumbersKnowTheirBounds) {
  EXPECT_TRUE(DefinitionOf("pain-nrs").Allows(4.5));
  EXPECT_TRUE(DefinitionOf("pain-nrs").Allows(10.0));
  EXPECT_FALSE(DefinitionOf("pain-nrs").Allows(10.5));
  EXPECT_FALSE(DefinitionOf("brain-largest-diameter-mm").Allows(0.0));
  EXPECT_FALSE(DefinitionOf("age-years").Allows(-1.0));
}

TEST(CatalogueTest, WholeInputsRefuseFractions) {
  for (std::string_view id : {"sins-total", "metastases-count", "days-since-lastmeter"}) {
    EXPECT_TRUE(DefinitionOf(id).Allows(12.0)) << id;
    EXPECT_FALSE(DefinitionOf(id).Allows(12.5)) << id;
  }
}

TEST(CatalogueTest, KarnofskyHasElevenValues) {
  EXPECT_TRUE(DefinitionOf("kps").Allows(70.0));
  EXPECT_FALSE(DefinitionOf("kps").Allows(75.0));
  EXPECT_FALSE(DefinitionOf("kps").Allows(110.0));
}

TEST(CatalogueTest, ARowThatCannotBeReadIsNamed) {
  EXPECT_EQ(LoadText("a\tnumber\tmany\t\t\n").error().path.substr(0, 9), "catalogue");
  EXPECT_FALSE(LoadText("a\tcolour\tred\t\t\n").ok());
  EXPECT_FALSE(LoadText("a\tenum\t\t\t\n").ok());
  EXPECT_FALSE(LoadText("a\tboolean\t\t\t\na\tboolean\t\t\t\n").ok());
  EXPECT_TRUE(LoadText("# remark\n\na\tboolean\t\t\t\n").ok());
}

TEST(CatalogueTest, AMissingFileIsNotFound) {
  EXPECT_EQ(InputCatalogue::Load("/nowhere/inputs.tsv").error().kind, ErrorKind::kNotFound);
}

TEST(InputsTest, UnknownIsNeitherCertainNorExcluded) {
  const Inputs inputs(ShippedCatalogue());
  EXPECT_FALSE(inputs.IsCertainly("symptomatic", "true"));
  EXPECT_TRUE(inputs.MayBe("symptomatic", "true"));
  EXPECT_TRUE(inputs.MayBe("symptomatic", "false"));
  EXPECT_FALSE(inputs.IsKnown("symptomatic"));
}

TEST(InputsTest, ASetLacksWhatItDoesNotName) {
  Inputs inputs(ShippedCatalogue());
  ValueSet participants;
  participants.codes = {"neurosurgeon"};
  inputs.State("brain-mdo-participants", participants, {});
  EXPECT_TRUE(inputs.IsCertainly("brain-mdo-participants", "neurosurgeon"));
  EXPECT_FALSE(inputs.MayBe("brain-mdo-participants", "neurologist"));
  EXPECT_TRUE(inputs.IsKnown("brain-mdo-participants"));
}

TEST(InputsTest, NarrowedIsNotKnown) {
  Inputs inputs(ShippedCatalogue());
  ValueSet sides;
  sides.codes = {"unilateral", "bilateral"};
  inputs.State("radicular-deficit", sides, {});
  EXPECT_FALSE(inputs.IsKnown("radicular-deficit"));
  EXPECT_FALSE(inputs.IsCertainly("radicular-deficit", "unilateral"));
  EXPECT_FALSE(inputs.MayBe("radicular-deficit", "none"));
}

}  // namespace
}  // namespace wervelwijzer::guideline
