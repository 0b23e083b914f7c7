#include "app/parameters.h"

#include <gtest/gtest.h>

namespace wervelwijzer::app {
namespace {

TEST(Parameters, NamesAndNumbersAreRead) {
  const auto parameters = ParametersOf({"brain-kps-threshold=80", "brain-size-lower-mm=7.5"});
  ASSERT_TRUE(parameters.ok()) << parameters.error().ToString();
  ASSERT_EQ(parameters->size(), 2u);
  EXPECT_EQ((*parameters)[0].name, "brain-kps-threshold");
  EXPECT_EQ((*parameters)[0].value, 80);
  EXPECT_EQ((*parameters)[1].value, 7.5);
}

TEST(Parameters, WhatIsNoNumberIsRefusedWithItsText) {
  for (const char* text : {"", "=", "a", "a=", "=1", "a=x", "a=1x", "a= 1", "a=inf", "a=nan"}) {
    const auto parameters = ParametersOf({text});
    ASSERT_FALSE(parameters.ok()) << text;
    EXPECT_NE(parameters.error().message.find("`" + std::string(text) + "`"), std::string::npos);
  }
}

TEST(Parameters, NameThatComesTwiceIsRefused) { EXPECT_FALSE(ParametersOf({"a=1", "a=2"}).ok()); }

}  // namespace
}  // namespace wervelwijzer::app
