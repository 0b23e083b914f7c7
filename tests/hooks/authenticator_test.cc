#include "hooks/authenticator.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

#include "tests/hooks/fake_http.h"
#include "tests/hooks/signed_tokens.h"
#include "tests/hooks/tokens.h"

namespace wervelwijzer::hooks {
namespace {

using std::chrono::seconds;

constexpr char kPath[] = "/cds-services";
constexpr char kUrl[] = "https://record.example/keys";

Client ClientWithKeys(const char* keys) {
  Client client;
  client.id = "west";
  client.issuers = {"https://record.example"};
  if (keys != nullptr) client.keys = std::make_shared<const KeySet>(KeySet::Read(keys).value());
  if (keys == nullptr) client.key_set_url = kUrl;
  return client;
}

class AuthenticatorTest : public testing::Test {
 protected:
  AuthenticatorTest() { Build(); }
  void Build(AuthenticatorSettings settings = {}) {
    settings.base_url = "https://us.example";
    authenticator_ = std::make_unique<Authenticator>(http_, used_, settings);
  }
  void Watch(Client client) { authenticator_->Watch(ClientRegistry({std::move(client)}), At(0)); }
  static TimePoint At(std::int64_t after) { return TimePoint(seconds(kTokensIssued + after)); }

  // The client's id, or the reason of the refusal in brackets; `waits` while nothing is said.
  void Ask(const std::string& authorization, TimePoint now, std::string& heard,
           std::string_view path = kPath) {
    heard = "waits";
    authenticator_->Check(authorization, path, now, [&heard, this](TokenVerdict verdict) {
      heard = verdict.client != nullptr ? verdict.client->id : "(" + verdict.reason + ")";
      verdict_ = std::move(verdict);
    });
  }
  std::string Heard(const std::string& token, std::int64_t after = 10,
                    std::string_view path = kPath) {
    std::string heard;
    Ask("Bearer " + token, At(after), heard, path);
    return heard;
  }

  FakeHttp http_;
  UsedTokens used_{"", RandomHashKey()};
  TokenVerdict verdict_;  // the last one
  std::unique_ptr<Authenticator> authenticator_;
};

TEST_F(AuthenticatorTest, SignedTokensOfBothAlgorithmsAreKnown) {
  Watch(ClientWithKeys(kBothKeys));
  EXPECT_EQ(Heard(kEs384Token), "west");
  EXPECT_EQ(Heard(kRs384Token), "west");
}

TEST_F(AuthenticatorTest, TokenIsGoodOnce) {
  Watch(ClientWithKeys(kBothKeys));
  EXPECT_EQ(Heard(kEs384Token), "west");
  EXPECT_EQ(Heard(kEs384Token), "(was used before)");
  EXPECT_EQ(Heard(kEs384Token, 359), "(was used before)");
  EXPECT_EQ(Heard(kEs384Token, 361), "(is expired)");
}

TEST_F(AuthenticatorTest, RefusedTokenIsNotUsedUp) {
  Watch(ClientWithKeys(kBothKeys));
  EXPECT_EQ(Heard(kEs384Token, 10, "/cds-services/x"), "(is for another address)");
  EXPECT_EQ(Heard(kEs384Token, 1000), "(is expired)");
  EXPECT_EQ(Heard(kEs384Token), "west");
}

TEST_F(AuthenticatorTest, OneChangedLetterIsNoticed) {
  Watch(ClientWithKeys(kBothKeys));
  const std::string whole = kEs384Token;
  for (std::size_t at = 0; at < whole.size(); at += 7) {
    std::string changed = whole;
    changed[at] = changed[at] == 'A' ? 'B' : 'A';
    EXPECT_TRUE(Heard(changed).starts_with("(")) << at;
  }
  EXPECT_EQ(Heard(whole), "west");
}

TEST_F(AuthenticatorTest, AlgorithmOfTheOtherKeyIsNotTaken) {
  Watch(ClientWithKeys(kBothKeys));
  const std::string whole = kEs384Token;
  const std::string header = ToBase64Url(R"({"alg":"RS384","typ":"JWT","kid":"es"})");
  EXPECT_EQ(Heard(header + whole.substr(whole.find('.'))), "(key is for another algorithm)");
  Client strict = ClientWithKeys(kBothKeys);
  strict.algorithms = {SignatureAlgorithm::kRs384};
  Watch(strict);
  EXPECT_EQ(Heard(kEs384Token), "(algorithm is not accepted)");
}

TEST_F(AuthenticatorTest, OtherIssuersAndForeignKeysAreRefused) {
  Client other = ClientWithKeys(kBothKeys);
  other.issuers = {"https://record.example/"};
  Watch(other);
  EXPECT_EQ(Heard(kEs384Token), "(issuer is not registered)");
  Watch(ClientWithKeys(kRsKeys));
  EXPECT_EQ(Heard(kEs384Token), "(key is not known)");
  const std::string whole = kEs384Token;
  const std::string header =
      ToBase64Url(R"({"alg":"ES384","typ":"JWT","kid":"es","jku":"https://evil.example/k"})");
  EXPECT_EQ(Heard(header + whole.substr(whole.find('.'))), "(address of keys is not registered)");
  EXPECT_TRUE(http_.asked.empty());
}

TEST_F(AuthenticatorTest, OnlyABearerTokenCounts) {
  Watch(ClientWithKeys(kBothKeys));
  std::string heard;
  for (const char* header : {"", "Bearer", "Bearer ", "Basic dXNlcjp3b3Jk", "Bearerx"}) {
    Ask(header, At(10), heard);
    EXPECT_TRUE(heard.starts_with("(")) << header << heard;
  }
  Ask(std::string("bearer ") + kEs384Token, At(10), heard);
  EXPECT_EQ(heard, "west") << "the name of the scheme has no case (RFC 9110, 11.1)";
}

TEST_F(AuthenticatorTest, KeysAreFetchedBeforeTheFirstCall) {
  Watch(ClientWithKeys(nullptr));
  ASSERT_EQ(http_.asked.size(), 1u);
  EXPECT_EQ(http_.asked[0].address, kUrl);
  http_.Answer(0, 200, kBothKeys);
  EXPECT_EQ(Heard(kEs384Token), "west");
  EXPECT_EQ(http_.asked.size(), 1u);
}

TEST_F(AuthenticatorTest, CallWaitsForKeysThatAreOnTheirWay) {
  Watch(ClientWithKeys(nullptr));
  std::string first, second;
  Ask(std::string("Bearer ") + kEs384Token, At(10), first);
  Ask(std::string("Bearer ") + kRs384Token, At(10), second);
  EXPECT_EQ(first, "waits");
  http_.Answer(0, 200, kBothKeys);
  EXPECT_EQ(first, "west");
  EXPECT_EQ(second, "west");
}

TEST_F(AuthenticatorTest, NewKeyIsFetchedOnceAndAFloodIsNot) {
  Watch(ClientWithKeys(nullptr));
  http_.Answer(0, 200, kRsKeys);
  EXPECT_EQ(Heard(kEs384Token, 10), "(key is not known)") << "asked a moment ago";
  std::string heard;
  Ask(std::string("Bearer ") + kEs384Token, At(70), heard);
  EXPECT_EQ(heard, "waits");
  ASSERT_EQ(http_.asked.size(), 2u);
  http_.Answer(1, 200, kBothKeys);
  EXPECT_EQ(heard, "west");
  const std::string header = ToBase64Url(R"({"alg":"ES384","typ":"JWT","kid":"unknown"})");
  const std::string unknown =
      header + std::string(kEs384Token).substr(std::string(kEs384Token).find('.'));
  for (int i = 0; i < 100; ++i) EXPECT_EQ(Heard(unknown, 80), "(key is not known)");
  EXPECT_EQ(http_.asked.size(), 2u);
}

TEST_F(AuthenticatorTest, FailedFetchKeepsTheKeysForADay) {
  Watch(ClientWithKeys(nullptr));
  http_.Answer(0, 200, kBothKeys);
  const std::string header = ToBase64Url(R"({"alg":"ES384","typ":"JWT","kid":"es"})");
  EXPECT_EQ(Heard(kEs384Token, 3600), "(is expired)") << "the key is still known";
  ASSERT_EQ(http_.asked.size(), 2u) << "and asked for again";
  http_.Fail(1);
  EXPECT_EQ(Heard(kEs384Token, 86'000), "(is expired)");
  http_.Answer(2, 500, kBothKeys);
  std::string heard;
  Ask(std::string("Bearer ") + kEs384Token, At(86'500), heard);
  EXPECT_EQ(heard, "waits") << "too old to be used";
  http_.Answer(3, 200, "no keys");
  EXPECT_EQ(heard, "(key is not known)");
}

TEST_F(AuthenticatorTest, TenantsOfOneIssuerAreTold) {
  Client all = ClientWithKeys(kBothKeys), west = all;
  west.id = "tenant";
  west.tenants = {"t"};
  const ClientRegistry registry({west, all});
  EXPECT_EQ(registry.FindByIssuer("https://record.example", "t")->id, "tenant");
  EXPECT_EQ(registry.FindByIssuer("https://record.example", "u")->id, "west");
  EXPECT_EQ(registry.FindByIssuer("https://other.example", "t"), nullptr);
  EXPECT_EQ(ClientRegistry({west}).FindByIssuer("https://record.example", ""), nullptr);
}

TEST_F(AuthenticatorTest, RefusalNamesIssuerAndClientForTheLog) {
  Watch(ClientWithKeys(kBothKeys));
  EXPECT_EQ(Heard(kEs384Token, 1000), "(is expired)");
  EXPECT_EQ(verdict_.issuer, "https://record.example");
  EXPECT_EQ(verdict_.named, "west");
  const auto issued_by = [](const std::string& issuer) {
    return ToBase64Url(R"({"alg":"ES384","typ":"JWT","kid":"es"})") + "." +
           ToBase64Url(R"({"iss":")" + issuer + R"(","jti":"1","iat":1,"exp":2})") + ".AA";
  };
  Heard(issued_by("x\\n \\u0000\u00e9" + std::string(5000, 'y')));
  EXPECT_EQ(verdict_.reason, "issuer is not registered");
  EXPECT_EQ(verdict_.issuer, "x?????" + std::string(94, 'y') + "...");
  EXPECT_EQ(verdict_.named, "");
  EXPECT_EQ(Heard(kEs384Token), "west");
  EXPECT_EQ(verdict_.issuer + verdict_.named, "https://record.examplewest") << "refused elsewhere";
  Heard("no token at all");
  EXPECT_EQ(verdict_.issuer + verdict_.named, "");
}

TEST_F(AuthenticatorTest, FullRoomIsARefusalOfThatClientOnly) {
  UsedTokens few("", RandomHashKey(), 1);
  AuthenticatorSettings settings;
  settings.base_url = "https://us.example";
  authenticator_ = std::make_unique<Authenticator>(http_, few, settings);
  Watch(ClientWithKeys(kBothKeys));
  EXPECT_EQ(Heard(kEs384Token), "west");
  EXPECT_TRUE(Heard(kRs384Token).starts_with("(more of this client's tokens")) << verdict_.reason;
}

TEST_F(AuthenticatorTest, OperatorSetsHowLongKeysAreUsed) {
  AuthenticatorSettings settings;
  settings.fresh = seconds(5);
  settings.stale = seconds(20);
  Build(settings);
  Watch(ClientWithKeys(nullptr));
  http_.Answer(0, 200, kBothKeys);
  authenticator_->Tend(At(4));
  EXPECT_EQ(http_.asked.size(), 1u);
  authenticator_->Tend(At(5));
  ASSERT_EQ(http_.asked.size(), 2u) << "by itself, though nobody called";
  http_.Fail(1);
  EXPECT_EQ(authenticator_->Problem(At(19)), "");
  EXPECT_EQ(Heard(kEs384Token, 19), "west") << "not too old";
  EXPECT_NE(authenticator_->Problem(At(20)), "");
  http_.Fail(2);
  EXPECT_EQ(Heard(kRs384Token, 20), "(key is not known)");
}

TEST_F(AuthenticatorTest, WithdrawnKeyIsGoneAtOnceWhenTheOperatorAsks) {
  Watch(ClientWithKeys(nullptr));
  http_.Answer(0, 200, kBothKeys);
  Watch(ClientWithKeys(nullptr));  // as SIGHUP does, a moment later
  ASSERT_EQ(http_.asked.size(), 2u);
  http_.Answer(1, 200, kRsKeys);
  EXPECT_EQ(Heard(kEs384Token, 1), "(key is not known)");
  EXPECT_EQ(Heard(kRs384Token, 1), "west");
}

TEST_F(AuthenticatorTest, KeysOfTheFutureAreAskedForAgain) {
  Watch(ClientWithKeys(nullptr));
  http_.Answer(0, 200, kBothKeys);
  EXPECT_NE(authenticator_->Problem(At(-86'400)), "") << "the clock was set back by a day";
  authenticator_->Tend(At(-86'400));
  EXPECT_EQ(http_.asked.size(), 2u);
}

TEST_F(AuthenticatorTest, AFileOfKeysThatIsGoneIsAProblemOfTheNextStart) {
  Client west = ClientWithKeys(kBothKeys);
  west.key_set_file = testing::TempDir() + "authenticator_test_keys.json";
  std::ofstream(west.key_set_file) << kBothKeys;
  Watch(west);
  EXPECT_EQ(authenticator_->Problem(At(0)), "");
  std::filesystem::remove(west.key_set_file);
  EXPECT_NE(authenticator_->Problem(At(0)), "");
  EXPECT_EQ(Heard(kEs384Token), "west") << "those that were read are used";
}

TEST_F(AuthenticatorTest, ProblemIsThatNobodyCanBeLetIn) {
  EXPECT_NE(authenticator_->Problem(At(0)), "");
  Client east = ClientWithKeys(nullptr);
  east.id = "east";
  east.issuers = {"https://east.example"};
  authenticator_->Watch(ClientRegistry({east}), At(0));
  EXPECT_NE(authenticator_->Problem(At(0)), "");
  authenticator_->Watch(ClientRegistry({east, ClientWithKeys(kBothKeys)}), At(0));
  EXPECT_EQ(authenticator_->Problem(At(0)), "") << "one hospital's address puts out no other";
  const std::string text = authenticator_->ToText(At(0));
  EXPECT_NE(text.find("wervelwijzer_client_keys{client=\"east\"} 0"), std::string::npos);
  EXPECT_NE(text.find("wervelwijzer_client_keys{client=\"west\"} 1"), std::string::npos);
}

TEST(KeySets, OnlyKeysForSignaturesCount) {
  const std::string one = kEsKeys;
  EXPECT_NE(KeySet::Read(one)->Find("es"), nullptr);
  EXPECT_EQ(KeySet::Read(one)->Find("ES"), nullptr);
  const auto with = [&one](const std::string& before, const std::string& after) {
    std::string changed = one;
    changed.replace(changed.find(before), before.size(), after);
    return KeySet::Read(changed).ok();
  };
  EXPECT_TRUE(with("\"ES384\"", "\"ES384\""));
  EXPECT_FALSE(with("\"sig\"", "\"enc\""));
  EXPECT_FALSE(with("\"ES384\"", "\"HS384\""));
  EXPECT_FALSE(with("\"EC\"", "\"oct\""));
  EXPECT_FALSE(with("\"P-384\"", "\"P-521\""));
  EXPECT_FALSE(with("\"P-384\"", "\"P-256\""));
  EXPECT_FALSE(with("\"x\": \"", "\"x\": \"AAAA")) << "no point of the curve";
  for (const char* text : {"", "{}", "[]", R"({"keys":[]})", R"({"keys":{}})", R"({"keys":[7]})"}) {
    EXPECT_FALSE(KeySet::Read(text).ok()) << text;
  }
}

}  // namespace
}  // namespace wervelwijzer::hooks
