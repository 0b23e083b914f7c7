#include "guideline/dmn/diagram.h"

#include <gtest/gtest.h>

namespace wervelwijzer::dmn {
namespace {

// Three variables: with two, three and four values.
DiagramBuilder ThreeVariables(std::size_t max_nodes = 1000) {
  return DiagramBuilder({0b11, 0b111, 0b1111}, max_nodes);
}

TEST(DiagramTest, EqualFunctionsAreOneNodeHoweverTheyWereBuilt) {
  DiagramBuilder builder = ThreeVariables();
  const Ref a = builder.Test(0, 0b10), b = builder.Test(1, 0b011), c = builder.Test(2, 0b1000);
  EXPECT_EQ(builder.And(a, builder.And(b, c)), builder.And(builder.And(c, a), b));
  EXPECT_EQ(builder.Not(builder.And(a, b)), builder.Or(builder.Not(a), builder.Not(b)));
  EXPECT_EQ(builder.Choose(a, b, b), b);
  EXPECT_EQ(builder.Choose(a, b, c), builder.Or(builder.And(a, b), builder.And(builder.Not(a), c)));
}

TEST(DiagramTest, NodeWithOneChildDisappears) {
  DiagramBuilder builder = ThreeVariables();
  EXPECT_EQ(builder.Test(1, 0b111), kTrue);
  EXPECT_EQ(builder.Test(1, 0), kFalse);
  const Ref c = builder.Test(2, 0b0001);
  EXPECT_EQ(builder.Node(0, {{0b01, c}, {0b10, c}}), c);
}

TEST(DiagramTest, TerminalsAreThoseThatCanBeReached) {
  DiagramBuilder builder = ThreeVariables();
  const Ref three =
      builder.Node(1, {{0b001, Terminal(7)}, {0b010, Terminal(8)}, {0b100, Terminal(7)}});
  EXPECT_EQ(builder.Terminals(three), (std::vector<Ref>{Terminal(7), Terminal(8)}));
  const Ref mapped = builder.Map(three, [](Ref) { return kTrue; });
  EXPECT_EQ(mapped, kTrue);
}

TEST(DiagramTest, PathLeadsToItsTerminal) {
  DiagramBuilder builder = ThreeVariables();
  const Ref both = builder.And(builder.Test(0, 0b10), builder.Test(2, 0b0110));
  EXPECT_EQ(builder.PathTo(both, kTrue), (std::vector<Mask>{0b10, 0b111, 0b0110}));
}

TEST(DiagramTest, TooManyNodesAreTold) {
  DiagramBuilder builder = ThreeVariables(2);
  builder.And(builder.Test(0, 0b10), builder.Test(1, 0b001));
  EXPECT_FALSE(ThreeVariables().overflow());
  builder.Test(2, 0b0001);
  EXPECT_TRUE(builder.overflow());
}

}  // namespace
}  // namespace wervelwijzer::dmn
