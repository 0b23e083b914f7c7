#include "hooks/text.h"

#include <gtest/gtest.h>

#include "hooks/request_id.h"

namespace wervelwijzer::hooks {
namespace {

TEST(Text, QuotedValueStaysShortAndOnOneLine) {
  EXPECT_EQ(Quoted("order-sign"), "`order-sign`");
  EXPECT_EQ(Quoted("a`b\nc"), "`a b c`");
  EXPECT_EQ(Quoted(std::string(500, 'x')).size(), 66u);
}

TEST(Text, UuidsAreTold) {
  EXPECT_TRUE(IsUuid("6a8c3f0e-5b1d-4c9a-8e2f-7d6b5a4c3b2a"));
  EXPECT_TRUE(IsUuid("urn:uuid:6A8C3F0E-5B1D-4C9A-8E2F-7D6B5A4C3B2A"));
  EXPECT_FALSE(IsUuid("6a8c3f0e5b1d4c9a8e2f7d6b5a4c3b2a"));
  EXPECT_FALSE(IsUuid("6a8c3f0e-5b1d-4c9a-8e2f-7d6b5a4c3b2g"));
  EXPECT_FALSE(IsUuid(""));
}

TEST(RequestId, UuidOfTheClientIsKept) {
  for (const char* id :
       {"0b8f0a1e-6c2d-4f43-9a55-2f1d3c4b5a69", "0B8F0A1E-6C2D-4F43-9A55-2F1D3C4B5A69"}) {
    EXPECT_EQ(RequestId(id), id);
  }
}

TEST(RequestId, AnythingElseIsReplaced) {
  for (const std::string& odd :
       {std::string(), std::string("abc-1.2_3"), std::string("999990019"), std::string("a b"),
        std::string("a\nb"), std::string(65, 'a'), std::string("x=\"y\""),
        std::string("urn:uuid:0b8f0a1e-6c2d-4f43-9a55-2f1d3c4b5a69"),
        std::string("0b8f0a1e-6c2d-4f43-9a55-2f1d3c4b5a6g")}) {
    EXPECT_NE(RequestId(odd), odd);
    EXPECT_FALSE(RequestId(odd).empty());
  }
}

TEST(RequestId, OwnIdsDiffer) { EXPECT_NE(RequestId(""), RequestId("")); }

}  // namespace
}  // namespace wervelwijzer::hooks
