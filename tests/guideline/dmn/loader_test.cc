#include "guideline/dmn/loader.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

namespace wervelwijzer::dmn {
namespace {

// A table of two rows; the second rule has no description, so it does not verify, but it compiles.
constexpr std::string_view kModel = R"(<?xml version="1.0" encoding="UTF-8"?>
<definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/"
    xmlns:ww="https://wervelwijzer.nl/dmn/provenance/1" id="m" name="m" namespace="urn:test:m">
  <inputData id="i" name="visits"><variable name="visits" typeRef="number"/></inputData>
  <knowledgeSource id="k" name="k"/>
  <decision id="d" name="d">
    <question>Which?</question>
    <allowedAnswers>few, many</allowedAnswers>
    <variable name="d"/>
    <informationRequirement><requiredInput href="#i"/></informationRequirement>
    <authorityRequirement><requiredAuthority href="#k"/></authorityRequirement>
    <decisionTable hitPolicy="UNIQUE">
      <input><inputExpression typeRef="number"><text>visits</text></inputExpression>
        <inputValues><text>&gt;= 0</text></inputValues></input>
      <output name="outcome"><outputValues><text>"few","many"</text></outputValues></output>
      <rule id="d-1"><description>Few.</description>
        <extensionElements><ww:provenance source="s" section="1" version="1" strength="law"
          status="current"/></extensionElements>
        <inputEntry><text>&lt;= 2</text></inputEntry><outputEntry><text>"few"</text></outputEntry></rule>
      <rule id="d-2">DESCRIPTION
        <extensionElements><ww:provenance source="s" section="1" version="1" strength="law"
          status="current"/></extensionElements>
        <inputEntry><text>&gt;= 3</text></inputEntry><outputEntry><text>"many"</text></outputEntry></rule>
    </decisionTable>
  </decision>
</definitions>
)";

// A directory of models that is gone when the test is over.
class LoaderTest : public ::testing::Test {
 protected:
  LoaderTest()
      : directory_(::testing::TempDir() + "wervelwijzer-loader-" +
                   ::testing::UnitTest::GetInstance()->current_test_info()->name()) {
    std::filesystem::create_directories(directory_);
    Write("inputs.tsv", "id\ttype\twhole\nvisits\tnumber\tyes\n");
  }
  ~LoaderTest() override { std::filesystem::remove_all(directory_); }

  void Write(const std::string& name, std::string_view text) const {
    std::ofstream(directory_ + "/" + name, std::ios::binary) << text;
  }
  void WriteModel(std::string_view description) const {
    std::string text(kModel);
    text.replace(text.find("DESCRIPTION"), 11, description);
    Write("m.dmn", text);
  }
  std::string Hash(std::vector<Parameter> parameters = {}) const {
    return ReadModelSet(directory_, parameters)->hash;
  }

  std::string directory_;
};

TEST_F(LoaderTest, GoodModelLoads) {
  WriteModel("<description>Many.</description>");
  const Result<LoadedProgram> loaded = LoadProgram(directory_, {});
  ASSERT_TRUE(loaded) << loaded.error().ToString();
  EXPECT_EQ(loaded->program.decisions().size(), 1u);
  EXPECT_EQ(loaded->program.decisions()[0].model, "m");
  EXPECT_TRUE(loaded->program.inputs()[0].whole);
  EXPECT_EQ(loaded->hash.size(), 64u);
}

TEST_F(LoaderTest, ModelThatDoesNotVerifyIsRefused) {
  WriteModel("");
  const Result<LoadedProgram> loaded = LoadProgram(directory_, {});
  ASSERT_FALSE(loaded);
  EXPECT_EQ(loaded.error().message, "the rule has no description");
  EXPECT_EQ(loaded.error().path, "m.dmn:20 d rule d-2");
}

TEST_F(LoaderTest, KnownHashIsNotVerifiedAgain) {
  WriteModel("");
  LoadOptions options;
  options.verified_hashes = {Hash()};
  EXPECT_TRUE(LoadProgram(directory_, options));
}

TEST_F(LoaderTest, HashFollowsEveryByteAndParameter) {
  WriteModel("");
  const std::string hash = Hash();
  EXPECT_EQ(Hash(), hash);
  EXPECT_NE(Hash({{"limit", 3}}), hash);
  EXPECT_NE(Hash({{"limit", 3}}), Hash({{"limit", 4}}));
  WriteModel(" ");
  EXPECT_NE(Hash(), hash);
  WriteModel("");
  Write("rules.tsv", "id\ttext\nd-1\tFew.\n");
  EXPECT_NE(Hash(), hash);
}

TEST_F(LoaderTest, SecondEncodingIsNoModel) {
  WriteModel("<description>Many.</description>");
  Write("m.text.dmn", "this is not even XML");
  EXPECT_TRUE(LoadProgram(directory_, {}));
}

TEST_F(LoaderTest, MissingRuleOfTheRegisterIsRefused) {
  WriteModel("<description>Many.</description>");
  Write("rules.tsv", "id\ttext\nd-1\tFew.\nd-3\tNobody comes.\n");
  const Result<LoadedProgram> loaded = LoadProgram(directory_, {});
  ASSERT_FALSE(loaded);
  EXPECT_EQ(loaded.error().message, "the text `Nobody comes.` is left without its rule");
}

TEST_F(LoaderTest, DirectoryWithoutModelsIsNotFound) {
  EXPECT_EQ(LoadProgram(directory_, {}).error().kind, ErrorKind::kNotFound);
  EXPECT_EQ(LoadProgram("/nonexistent", {}).error().kind, ErrorKind::kNotFound);
}

TEST(Sha256Test, GivesThePublishedDigests) {
  // FIPS 180-4 examples.
  EXPECT_EQ(Sha256Hex("abc"), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  EXPECT_EQ(Sha256Hex("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq"),
            "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1");
}

}  // namespace
}  // namespace wervelwijzer::dmn
