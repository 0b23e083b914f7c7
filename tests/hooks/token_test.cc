#include "hooks/token.h"

#include <gtest/gtest.h>

#include "tests/hooks/tokens.h"

namespace wervelwijzer::hooks {
namespace {

constexpr char kHeader[] = R"({"alg":"ES384","typ":"JWT","kid":"k"})";
constexpr char kClaims[] = R"({"iss":"i","aud":"a","exp":2000,"iat":1000,"jti":"j"})";

// What a token of these parts is refused for; empty when it is read.
std::string RefusalOf(const std::string& header, const std::string& claims,
                      const std::string& signature = "c2lnbg") {
  const auto token = ReadToken(ToBase64Url(header) + "." + ToBase64Url(claims) + "." + signature);
  return token.ok() ? "" : token.error().message;
}

TEST(Token, PartsAreRead) {
  const auto token = ReadToken(
      ToBase64Url(R"({"alg":"RS384","typ":"jwt","kid":"k","jku":"https://a.example/k"})") + "." +
      ToBase64Url(
          R"({"iss":"i","aud":["a","b"],"exp":2000.5,"iat":1000,"nbf":700,"jti":"j","tenant":"t"})") +
      ".c2lnbg");
  ASSERT_TRUE(token.ok()) << token.error().ToString();
  EXPECT_EQ(token->algorithm, SignatureAlgorithm::kRs384);
  EXPECT_EQ(token->key_id, "k");
  EXPECT_EQ(token->key_url, "https://a.example/k");
  EXPECT_EQ(token->issuer, "i");
  EXPECT_EQ(token->id, "j");
  EXPECT_EQ(token->tenant, "t");
  EXPECT_EQ(token->audience, (std::vector<std::string>{"a", "b"}));
  EXPECT_EQ(token->expires, TimePoint(Duration(2'000'500)));
  EXPECT_EQ(token->not_before, TimePoint(Duration(700'000)));
  EXPECT_EQ(token->signature, "sign");
}

TEST(Token, HeaderHasToFit) {
  EXPECT_EQ(RefusalOf(kHeader, kClaims), "");
  for (const char* algorithm :
       {"none", "None", "NONE", "nOnE", "HS256", "HS384", "HS512", "es384", "RS512", "EdDSA", ""}) {
    const std::string header =
        std::string(R"({"alg":")") + algorithm + R"(","typ":"JWT","kid":"k"})";
    EXPECT_EQ(RefusalOf(header, kClaims), "algorithm is not accepted") << algorithm;
  }
  EXPECT_EQ(RefusalOf(R"({"typ":"JWT","kid":"k"})", kClaims), "algorithm is not accepted");
  EXPECT_EQ(RefusalOf(R"({"alg":["ES384"],"typ":"JWT","kid":"k"})", kClaims),
            "algorithm is not accepted");
  EXPECT_EQ(RefusalOf(R"({"alg":"ES384","typ":"JWT"})", kClaims), "names no key");
  EXPECT_EQ(RefusalOf(R"({"alg":"ES384","typ":"JOSE","kid":"k"})", kClaims), "is no jwt");
  EXPECT_EQ(RefusalOf(R"({"alg":"ES384","kid":"k"})", kClaims), "is no jwt");
  EXPECT_EQ(RefusalOf(R"({"alg":"ES384","typ":"JWT","kid":"k","crit":["exp"]})", kClaims),
            "an extension is critical");
  EXPECT_EQ(RefusalOf(R"({"alg":"ES384","alg":"none","typ":"JWT","kid":"k"})", kClaims),
            "is no json");
}

TEST(Token, ClaimsHaveToBeThere) {
  const struct {
    const char *claims, *refusal;
  } rows[] = {
      {R"({"aud":"a","exp":2000,"iat":1000,"jti":"j"})", "names no issuer"},
      {R"({"iss":7,"aud":"a","exp":2000,"iat":1000,"jti":"j"})", "names no issuer"},
      {R"({"iss":"i","aud":"a","exp":2000,"iat":1000})", "has no id"},
      {R"({"iss":"i","aud":"a","iat":1000,"jti":"j"})", "has no times"},
      {R"({"iss":"i","aud":"a","exp":"2000","iat":1000,"jti":"j"})", "has no times"},
      {R"({"iss":"i","aud":"a","exp":2000,"jti":"j"})", "has no times"},
      {R"({"iss":"i","aud":"a","exp":-1,"iat":1000,"jti":"j"})", "has no times"},
      {R"({"iss":"i","aud":"a","exp":1e300,"iat":1000,"jti":"j"})", "has no times"},
      {R"({"iss":"i","aud":"a","exp":2000,"iat":1000,"jti":"j","nbf":"x"})", "has no times"},
      {"[]", "claims are no object"},
  };
  for (const auto& row : rows) EXPECT_EQ(RefusalOf(kHeader, row.claims), row.refusal) << row.claims;
}

TEST(Token, WhatIsNoTokenIsRefused) {
  EXPECT_EQ(RefusalOf(kHeader, kClaims, ""), "is not signed");
  EXPECT_EQ(RefusalOf(kHeader, kClaims, "a=b"), "is not signed");
  EXPECT_EQ(RefusalOf(kHeader, kClaims, "a.b"), "is not of three parts");
  for (const char* text :
       {"", ".", "..", "...", "a", "a.b", "a.b.c", "e30.e30.", "\xff.\xff.\xff"}) {
    EXPECT_FALSE(ReadToken(text).ok()) << text;
  }
  EXPECT_EQ(ReadToken(std::string(8193, 'a')).error().message, "is too long");
}

TEST(Token, TimesAndAudienceAreHeldTo) {
  Token token;
  token.audience = {"https://us.example/cds-services", "https://other.example"};
  token.issued = TimePoint(std::chrono::seconds(10'000));
  token.expires = TimePoint(std::chrono::seconds(10'300));
  const auto refusal = [&token](std::int64_t seconds,
                                std::string_view audience = "https://us.example/cds-services") {
    const Status status =
        CheckClaims(token, audience, TimePoint(std::chrono::seconds(seconds)), TokenLimits());
    return status.ok() ? std::string() : status.error().message;
  };
  EXPECT_EQ(refusal(10'000), "");
  EXPECT_EQ(refusal(10'359), "") << "within the leeway";
  EXPECT_EQ(refusal(10'360), "is expired");
  EXPECT_EQ(refusal(9'940), "");
  EXPECT_EQ(refusal(9'939), "is from the future");
  for (const char* audience :
       {"https://us.example/cds-services/", "https://us.example", "http://us.example/cds-services",
        "https://us.example/cds-services/x", ""}) {
    EXPECT_EQ(refusal(10'000, audience), "is for another address") << audience;
  }
  token.not_before = TimePoint(std::chrono::seconds(10'100));
  EXPECT_EQ(refusal(10'039), "is not valid yet");
  EXPECT_EQ(refusal(10'040), "");
  token.expires = token.issued + std::chrono::seconds(3601);
  EXPECT_EQ(refusal(10'200), "lives too long");
  token.expires = token.issued - std::chrono::seconds(1);
  EXPECT_EQ(refusal(10'050), "ends before it begins");
}

}  // namespace
}  // namespace wervelwijzer::hooks
