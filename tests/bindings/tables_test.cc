#include "guideline/bindings/tables.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

#include "guideline/bindings/statement.h"
#include "tests/bindings/record_builder.h"
#include "tests/support/shipped_models.h"

namespace wervelwijzer::guideline {
namespace {

namespace fs = std::filesystem;

// A copy of the shipped tables with one line added to one of them.
class BrokenTablesTest : public ::testing::Test {
 protected:
  Error LoadWith(const std::string& file, const std::string& line) {
    const fs::path shipped = fs::path(WERVELWIJZER_SOURCE_DIR) / "guideline/bindings";
    const fs::path copy = fs::path(::testing::TempDir()) / "wervelwijzer-bindings";
    fs::remove_all(copy);
    fs::create_directories(copy);
    for (const auto& entry : fs::directory_iterator(shipped)) {
      if (entry.path().extension() == ".tsv") fs::copy(entry.path(), copy);
    }
    std::ofstream(copy / file, std::ios::app) << line << "\n";
    const auto codes =
        terminology::Terminology::Load(std::string(WERVELWIJZER_SOURCE_DIR) + "/terminology/data");
    const auto loaded =
        LoadBindingTables(copy.string(), ShippedCatalogue(), *codes, dmn::DefaultParameters());
    return loaded.ok() ? Error{ErrorKind::kInternal, "loaded", {}} : loaded.error();
  }
};

TEST_F(BrokenTablesTest, UnknownConceptIsRefused) {
  const Error error = LoadWith("facts.tsv", "nsaid-use\ttrue\tfinding\tactive\tno-such\t-\t-\t-");
  EXPECT_EQ(error.message, "concept `no-such` is not known");
  EXPECT_THAT(error.path, ::testing::StartsWith("facts.tsv:"));
}

TEST_F(BrokenTablesTest, UnknownInputIsRefused) {
  EXPECT_EQ(LoadWith("facts.tsv", "no-input\ttrue\tfinding\tactive\tnsaid\t-\t-\t-").message,
            "input `no-input` is not known");
}

TEST_F(BrokenTablesTest, ValueThatTheInputDoesNotAllowIsRefused) {
  EXPECT_EQ(LoadWith("facts.tsv", "asia-grade\tF\tfinding\tactive\tnsaid\t-\t-\t-").message,
            "value `F` is not known");
}

TEST_F(BrokenTablesTest, UnknownStateSourceLookBackAndKindAreRefused) {
  EXPECT_EQ(LoadWith("facts.tsv", "nsaid-use\ttrue\tfinding\tsometimes\tnsaid\t-\t-\t-").message,
            "state `sometimes` is not known");
  EXPECT_EQ(LoadWith("facts.tsv", "nsaid-use\ttrue\tletter\tactive\tnsaid\t-\t-\t-").message,
            "source `letter` is not known");
  EXPECT_EQ(LoadWith("facts.tsv", "nsaid-use\ttrue\tfinding\tactive\tnsaid\t-\t2 weeks\t-").message,
            "look-back `2 weeks` is not known");
  EXPECT_EQ(LoadWith("orders.tsv", "flying-carpet\tnsaid\t-\t-").message,
            "kind `flying-carpet` is not known");
  EXPECT_EQ(LoadWith("modifiers.tsv", "http://example.org/x\t*\t*\tdoubles\t-").message,
            "effect `doubles` is not known");
  EXPECT_EQ(LoadWith("interpretations.tsv", "XX\tshrugs\t-").message,
            "meaning `shrugs` is not known");
}

TEST(BindingTablesTest, WhatCountsAsRecentIsAParameter) {
  const std::string root = WERVELWIJZER_SOURCE_DIR;
  const auto codes = terminology::Terminology::Load(root + "/terminology/data");
  std::vector<dmn::Parameter> parameters = dmn::DefaultParameters();
  for (dmn::Parameter& parameter : parameters)
    if (parameter.name == "recent-petct-days") parameter.value = 7;
  const auto tables =
      LoadBindingTables(root + "/guideline/bindings", ShippedCatalogue(), *codes, parameters);
  ASSERT_TRUE(tables.ok());
  std::size_t found = 0;
  for (const Fact& fact : tables->facts) {
    if (fact.look_back_parameter != "recent-petct-days") continue;
    ++found;
    EXPECT_EQ(*fact.look_back, std::chrono::hours(7 * 24));
    EXPECT_EQ(ShippedCatalogue().definitions()[fact.input].id, "recent-petct-available");
  }
  EXPECT_EQ(found, 2u);
}

TEST_F(BrokenTablesTest, NoFactConcludesFalseFromACode) {
  const auto codes =
      terminology::Terminology::Load(std::string(WERVELWIJZER_SOURCE_DIR) + "/terminology/data");
  const auto tables =
      LoadBindingTables(std::string(WERVELWIJZER_SOURCE_DIR) + "/guideline/bindings",
                        ShippedCatalogue(), *codes, dmn::DefaultParameters());
  ASSERT_TRUE(tables.ok());
  for (const Fact& fact : tables->facts) {
    for (const std::string& code : fact.values.codes) {
      EXPECT_NE(code, "false") << ShippedCatalogue().definitions()[fact.input].id;
      EXPECT_NE(code, "none") << ShippedCatalogue().definitions()[fact.input].id;
    }
  }
}

TEST(OrderKindTest, EveryKindHasAName) {
  for (int i = 0; i <= static_cast<int>(OrderKind::kOther); ++i) {
    const auto kind = static_cast<OrderKind>(i);
    EXPECT_EQ(OrderKindOfName(OrderKindName(kind)), kind) << i;
  }
}

TEST(ValueSetTest, RangesMeetAndUnite) {
  const ValueSet low = ValueSet::Range(0, 10), high = ValueSet::Range(5, 20);
  EXPECT_EQ(Meet(low, high), ValueSet::Range(5, 10));
  EXPECT_TRUE(IsEmpty(Meet(ValueSet::Range(0, 1), ValueSet::Range(2, 3))));
  EXPECT_EQ(Union(ValueSet::Range(0, 10), ValueSet::Range(2, 3)), ValueSet::Range(0, 10));
  EXPECT_EQ(Union(ValueSet::Number(1), ValueSet::Range(0, 3)), ValueSet::Range(0, 3));
}

}  // namespace
}  // namespace wervelwijzer::guideline
