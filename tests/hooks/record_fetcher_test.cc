#include "hooks/record_fetcher.h"

#include <gtest/gtest.h>

#include <future>

#include "tests/hooks/fake_http.h"

namespace wervelwijzer::hooks {
namespace {

constexpr char kBase[] = "https://record.example/r4";

std::string BundleWith(const std::string& entries, const std::string& next = "") {
  std::string text = R"({"resourceType":"Bundle","type":"searchset")";
  if (!next.empty()) text += R"(,"link":[{"relation":"next","url":")" + next + "\"}]";
  return text + ",\"entry\":[" + entries + "]}";
}
std::string Entry(const std::string& type, const std::string& more = "") {
  return R"({"resource":{"resourceType":")" + type + "\"" + more + "}}";
}

class RecordFetcherTest : public testing::Test {
 protected:
  // Answers come on other threads: the fetcher is gone before what they write to.
  void Begin(std::vector<FetchQuestion> questions, std::chrono::milliseconds time,
             FetchLimits limits = {}, std::set<std::string> partial = {}) {
    fetcher_ = std::make_unique<RecordFetcher>(http_, limits, 1);
    FetchPlan plan;
    plan.base = kBase;
    plan.bearer = Personal<std::string>("word");
    plan.questions = std::move(questions);
    plan.partial = std::move(partial);
    fetcher_->Fetch(std::move(plan), RecordFetcher::Steady::now() + time,
                    [this](FetchedRecord fetched) { answer_.set_value(std::move(fetched)); });
  }
  FetchedRecord Fetched() { return answer_.get_future().get(); }
  // Waits until that many questions were asked; answers are read on another thread.
  void WaitForQuestions(std::size_t count) {
    for (int i = 0; i < 500 && http_.size() < count; ++i) {
      std::this_thread::sleep_for(std::chrono::milliseconds(5));
    }
    ASSERT_EQ(http_.size(), count);
  }
  // What comes of one search with this answer: whether it is whole, and how many parts there are.
  std::string ResultOf(int status, const std::string& body) {
    answer_ = {};
    const std::size_t at = http_.size();
    Begin({{"conditions", kCondition, "Condition", {}}}, std::chrono::seconds(30));
    http_.Answer(at, status, body);
    const FetchedRecord fetched = Fetched();
    why_ = fetched.lacking.contains("conditions") ? fetched.lacking.at("conditions") : "";
    return (fetched.whole.contains("conditions") ? "whole " : "lacking ") +
           std::to_string(fetched.parts.size());
  }

  static constexpr char kCondition[] = "https://record.example/r4/Condition?patient=1";
  FakeHttp http_;
  std::promise<FetchedRecord> answer_;
  std::string why_;  // of the last ResultOf
  std::unique_ptr<RecordFetcher> fetcher_;
};

TEST_F(RecordFetcherTest, AllIsAskedAtOnceWithTheToken) {
  Begin({{"conditions", kCondition, "Condition", {}},
         {"patient", "https://record.example/r4/Patient/1", "Patient", "1"}},
        std::chrono::seconds(30));
  ASSERT_EQ(http_.asked.size(), 2u);
  EXPECT_EQ(http_.asked[0].bearer, "word");
  EXPECT_GT(http_.asked[0].limit, std::chrono::seconds(20));
  http_.Answer(1, 200, R"({"resourceType":"Patient","id":"1"})");
  http_.Answer(0, 200, BundleWith(Entry("Condition")));
  const FetchedRecord fetched = Fetched();
  EXPECT_EQ(fetched.parts.size(), 2u);
  EXPECT_EQ(fetched.whole, (std::set<std::string>{"conditions", "patient"}));
}

TEST_F(RecordFetcherTest, WhatMayNotBeAskedWholeIsNotWhole) {
  Begin({{"conditions", kCondition, "Condition", {}}}, std::chrono::seconds(30), {},
        {"conditions"});
  http_.Answer(0, 200, BundleWith(Entry("Condition")));
  const FetchedRecord fetched = Fetched();
  EXPECT_EQ(fetched.parts.size(), 1u);
  EXPECT_TRUE(fetched.whole.empty());
}

TEST_F(RecordFetcherTest, OnlySoundAnswersCount) {
  const std::string remark =
      Entry("OperationOutcome", R"(,"issue":[{"severity":"warning","code":"x"}])");
  const std::string failure =
      Entry("OperationOutcome", R"(,"issue":[{"severity":"error","code":"x"}])");
  EXPECT_EQ(ResultOf(200, BundleWith("")), "whole 1");
  EXPECT_EQ(why_, "");
  EXPECT_EQ(ResultOf(200, BundleWith(Entry("Condition") + "," + remark)), "whole 1");
  EXPECT_EQ(ResultOf(200, BundleWith(remark)), "whole 1");
  EXPECT_EQ(ResultOf(200, BundleWith(Entry("Condition") + "," + Entry("Medication"))), "whole 1");
  EXPECT_EQ(ResultOf(200, BundleWith(Entry("Condition") + "," + failure)), "lacking 0");
  EXPECT_EQ(ResultOf(200, BundleWith(Entry("Observation"))), "lacking 0");
  EXPECT_EQ(ResultOf(200, R"({"resourceType":"Condition","id":"1"})"), "lacking 0");
  EXPECT_EQ(ResultOf(200, R"({"resourceType":"OperationOutcome"})"), "lacking 0");
  for (const char* text : {"", "{", "[]", "<Bundle/>", "null"}) {
    EXPECT_EQ(ResultOf(200, text), "lacking 0") << text;
    EXPECT_EQ(why_, "not-fhir");
  }
  for (const int status : {201, 204, 302, 401, 403, 404, 410, 500, 503}) {
    EXPECT_EQ(ResultOf(status, BundleWith("")), "lacking 0") << status;
    EXPECT_EQ(why_, "status-" + std::to_string(status));
  }
}

TEST_F(RecordFetcherTest, ReadOfAnotherPatientIsNoAnswer) {
  for (const char* body :
       {R"({"resourceType":"Patient","id":"2"})", R"({"resourceType":"Patient"})",
        R"({"resourceType":"Group","id":"1"})"}) {
    answer_ = {};
    const std::size_t at = http_.size();
    Begin({{"patient", "https://record.example/r4/Patient/1", "Patient", "1"}},
          std::chrono::seconds(30));
    http_.Answer(at, 200, body);
    EXPECT_TRUE(Fetched().parts.empty()) << body;
  }
}

TEST_F(RecordFetcherTest, PagesAreFollowedToTheLast) {
  Begin({{"conditions", kCondition, "Condition", {}}}, std::chrono::seconds(30));
  http_.Answer(0, 200, BundleWith(Entry("Condition"), "https://record.example/r4?page=2"));
  WaitForQuestions(2);
  EXPECT_EQ(http_.asked[1].address, "https://record.example/r4?page=2");
  EXPECT_EQ(http_.asked[1].bearer, "word");
  http_.Answer(1, 200, BundleWith(Entry("Condition")));
  const FetchedRecord fetched = Fetched();
  EXPECT_EQ(fetched.parts.size(), 2u);
  EXPECT_TRUE(fetched.whole.contains("conditions"));
}

TEST_F(RecordFetcherTest, PagesThatNeverEndAreEnded) {
  FetchLimits limits;
  limits.pages = 3;
  Begin({{"conditions", kCondition, "Condition", {}}}, std::chrono::seconds(30), limits);
  for (std::size_t page = 0; page < 3; ++page) {
    WaitForQuestions(page + 1);
    http_.Answer(page, 200, BundleWith(Entry("Condition"), "https://record.example/r4?page=2"));
  }
  const FetchedRecord fetched = Fetched();
  EXPECT_EQ(fetched.parts.size(), 3u) << "what came is used";
  EXPECT_TRUE(fetched.whole.empty()) << "and is not the whole";
}

TEST_F(RecordFetcherTest, NextPageElsewhereIsNotFollowed) {
  Begin({{"conditions", kCondition, "Condition", {}}}, std::chrono::seconds(30));
  http_.Answer(0, 200, BundleWith(Entry("Condition"), "https://evil.example/r4?page=2"));
  const FetchedRecord fetched = Fetched();
  EXPECT_EQ(fetched.parts.size(), 1u);
  EXPECT_TRUE(fetched.whole.empty());
  EXPECT_EQ(http_.asked.size(), 1u);
}

TEST_F(RecordFetcherTest, OneFailureLeavesTheRest) {
  Begin({{"conditions", kCondition, "Condition", {}},
         {"serviceRequests",
          "https://record.example/r4/ProcedureRequest?patient=1",
          "ProcedureRequest",
          {}},
         {"serviceRequests",
          "https://record.example/r4/ReferralRequest?patient=1",
          "ReferralRequest",
          {}}},
        std::chrono::seconds(30));
  http_.Answer(0, 200, BundleWith(Entry("Condition")));
  http_.Answer(1, 200, BundleWith(Entry("ProcedureRequest")));
  http_.Fail(2);
  const FetchedRecord fetched = Fetched();
  EXPECT_EQ(fetched.whole, std::set<std::string>{"conditions"});
  EXPECT_EQ(fetched.parts.size(), 2u);
  EXPECT_NE(fetcher_->ToText().find("{result=\"lacking\"} 1"), std::string::npos);
}

TEST_F(RecordFetcherTest, TooMuchForOneCallIsLeft) {
  FetchLimits limits;
  limits.call_bytes = 1000;
  Begin({{"conditions", kCondition, "Condition", {}},
         {"devices", "https://record.example/r4/Device?patient=1", "Device", {}}},
        std::chrono::seconds(30), limits);
  http_.Answer(0, 200, BundleWith(Entry("Condition")));
  http_.Answer(1, 200, BundleWith(Entry("Device", ",\"note\":\"" + std::string(1000, 'x') + "\"")));
  EXPECT_EQ(Fetched().whole, std::set<std::string>{"conditions"});
}

TEST_F(RecordFetcherTest, WithoutTimeNobodyIsAsked) {
  Begin({{"conditions", kCondition, "Condition", {}}}, std::chrono::milliseconds(-1));
  EXPECT_TRUE(Fetched().whole.empty());
  EXPECT_TRUE(http_.asked.empty());
}

}  // namespace
}  // namespace wervelwijzer::hooks
