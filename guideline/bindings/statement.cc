#include "guideline/bindings/statement.h"

#include <algorithm>
#include <iterator>
#include <utility>

namespace wervelwijzer::guideline {
namespace {

bool Covers(const dmn::Interval& outer, const dmn::Interval& inner) {
  const bool low =
      outer.low < inner.low || (outer.low == inner.low && (!outer.low_open || inner.low_open));
  const bool high = outer.high > inner.high ||
                    (outer.high == inner.high && (!outer.high_open || inner.high_open));
  return low && high;
}

std::optional<dmn::Interval> MeetIntervals(const dmn::Interval& a, const dmn::Interval& b) {
  dmn::Interval meet = a;
  if (b.low > a.low || (b.low == a.low && b.low_open)) {
    meet.low = b.low;
    meet.low_open = b.low_open;
  }
  if (b.high < a.high || (b.high == a.high && b.high_open)) {
    meet.high = b.high;
    meet.high_open = b.high_open;
  }
  if (meet.low > meet.high) return std::nullopt;
  if (meet.low == meet.high && (meet.low_open || meet.high_open)) return std::nullopt;
  return meet;
}

// One statement, and the evidence of several in its place: that of the statement itself is first.
struct Claim {
  Statement statement;
  std::vector<Evidence> evidence;
};

std::size_t RankOf(const Policy& policy, const ValueSet& values) {
  std::size_t rank = policy.order.size();
  for (const std::string& code : values.codes) {
    const auto found = std::ranges::find(policy.order, code);
    rank = std::min(rank, static_cast<std::size_t>(found - policy.order.begin()));
  }
  return rank;
}

void StretchTo(Statement& statement, const Statement& other) {
  if (other.first && (!statement.first || *other.first > *statement.first)) {
    statement.first = other.first;
  }
  if (other.last && (!statement.last || *other.last > *statement.last)) {
    statement.last = other.last;
  }
  statement.weak = statement.weak && other.weak;
}

// All statements by code as one claim of the newest one's time: their values meet, or unite where
// they exclude each other. `agreed` receives whether they met.
Claim JoinAll(const std::vector<Statement>& coded, bool* agreed) {
  Claim claim{coded.front(), {}};
  ValueSet meet = coded.front().values, all = coded.front().values;
  for (const Statement& statement : coded) {
    meet = Meet(meet, statement.values);
    all = Union(all, statement.values);
    claim.evidence.push_back(statement.evidence);
    StretchTo(claim.statement, statement);
  }
  *agreed = !IsEmpty(meet);
  claim.statement.values = *agreed ? meet : all;
  return claim;
}

std::vector<Statement> KeepBest(std::vector<Statement> coded, const Policy& policy) {
  std::size_t best = policy.order.size();
  for (const Statement& statement : coded) best = std::min(best, RankOf(policy, statement.values));
  std::erase_if(
      coded, [&](const Statement& statement) { return RankOf(policy, statement.values) != best; });
  return coded;
}

std::vector<Statement> KeepEarliest(std::vector<Statement> coded) {
  const auto low = [](const Statement& statement) {
    return statement.values.ranges.empty() ? 0 : statement.values.ranges.front().low;
  };
  const auto earliest =
      std::min_element(coded.begin(), coded.end(),
                       [&](const Statement& a, const Statement& b) { return low(a) < low(b); });
  return {*earliest};
}

std::vector<Claim> EachAlone(std::vector<Statement> statements) {
  std::vector<Claim> claims;
  claims.reserve(statements.size());
  for (Statement& statement : statements) {
    Claim& claim = claims.emplace_back();
    claim.evidence.push_back(std::move(statement.evidence));
    claim.statement = std::move(statement);
  }
  return claims;
}

std::vector<Claim> JoinCoded(std::vector<Statement> coded, const Policy& policy, bool* agreed) {
  *agreed = !coded.empty();
  if (coded.empty()) return {};
  switch (policy.join) {
    case JoinPolicy::kNewest:
      return EachAlone(std::move(coded));
    case JoinPolicy::kEarliest:
      return EachAlone(KeepEarliest(std::move(coded)));
    case JoinPolicy::kFirst:
      return EachAlone(KeepBest(std::move(coded), policy));
    case JoinPolicy::kMeet:
      return {JoinAll(coded, agreed)};
  }
  return {};
}

TimePoint LastOf(const Claim& claim) {
  return claim.statement.last.value_or(*claim.statement.first);
}

// Drops weak claims beside firm ones and undated beside dated ones, then puts the newest first.
void DropOutranked(std::vector<Claim>& claims) {
  const auto drop_where_other = [&claims](auto&& is_lower) {
    const bool all_lower = std::ranges::all_of(claims, is_lower);
    if (!all_lower) std::erase_if(claims, is_lower);
  };
  drop_where_other([](const Claim& claim) { return claim.statement.weak; });
  drop_where_other([](const Claim& claim) { return !claim.statement.first; });
  std::ranges::stable_sort(
      claims, [](const Claim& a, const Claim& b) { return a.statement.first > b.statement.first; });
}

// The newest claims speak. Older ones that say the same, up to the first that does not, stay as
// evidence: the oldest record of a sign is where a deadline counts from.
InputState StateOf(std::vector<Claim> claims) {
  InputState state;
  state.origin = Origin::kStated;
  state.values = claims.front().statement.values;
  const std::optional<TimePoint> newest = claims.front().statement.first;
  for (const Claim& claim : claims) {
    const bool of_newest_time = !newest || LastOf(claim) >= *newest;
    if (of_newest_time && claim.statement.values != state.values) {
      state.conflicting = true;
      state.values = Union(state.values, claim.statement.values);
    }
  }
  for (Claim& claim : claims) {
    const bool of_newest_time = !newest || LastOf(claim) >= *newest;
    if (!of_newest_time && claim.statement.values != state.values) break;
    std::ranges::move(claim.evidence, std::back_inserter(state.evidence));
  }
  return state;
}

InputState StateOf(Statement&& statement) {
  InputState state;
  state.origin = Origin::kStated;
  state.values = std::move(statement.values);
  state.evidence.push_back(std::move(statement.evidence));
  return state;
}

class Settlement {
 public:
  Settlement(Statements& statements, const std::vector<Policy>& policies, Inputs& inputs,
             Issues& issues)
      : statements_(statements), policies_(policies), inputs_(inputs), issues_(issues) {}

  // Mostly a single statement, which is the state then.
  void SettleInput(CatalogueIndex input) {
    Statement* only = statements_.OnlyOne(input);
    if (only == nullptr || IsEmpty(only->values)) return SettleSeveral(input);
    std::optional<Statement> implying;
    if (policies_[input].implied && only->road == Road::kCode) implying = *only;
    inputs_.Set(input, StateOf(std::move(*only)));
    if (implying) AddImplied(policies_[input], *std::move(implying));
  }

 private:
  void SettleSeveral(CatalogueIndex input) {
    const Policy& policy = policies_[input];
    std::vector<Statement> coded, direct;
    for (Statement& statement : statements_.Take(input)) {
      (statement.road == Road::kCode ? coded : direct).push_back(std::move(statement));
    }
    bool agreed = false;
    std::vector<Claim> claims = JoinCoded(std::move(coded), policy, &agreed);
    if (agreed && policy.implied) {
      Statement implying = claims.front().statement;
      implying.evidence = claims.front().evidence.front();
      AddImplied(policy, std::move(implying));
    }
    for (Claim& claim : EachAlone(std::move(direct))) claims.push_back(std::move(claim));
    DropOutranked(claims);
    InputState state = StateOf(std::move(claims));
    if (state.conflicting) Remark(input, state.evidence.front());
    inputs_.Set(input, std::move(state));
  }

  // REQUIRES: the policy implies something.
  void AddImplied(const Policy& policy, Statement&& statement) {
    statement.values = ValueSet::Code(policy.implied_value);
    statements_.Add(*policy.implied, std::move(statement));
  }

  void Remark(CatalogueIndex input, const Evidence& first) {
    const std::string& id = inputs_.catalogue().definitions()[input].id;
    issues_.push_back({Severity::kInformation,
                       "statements of the same time differ about `" + id + "`", first.reference});
  }

  Statements& statements_;
  const std::vector<Policy>& policies_;
  Inputs& inputs_;
  Issues& issues_;
};

}  // namespace

void Statements::Add(CatalogueIndex input, Statement&& statement) {
  constexpr std::size_t kUsual = 16;
  if (said_.empty()) said_.reserve(kUsual);
  said_.push_back({input, std::move(statement)});
}

std::vector<CatalogueIndex> Statements::SpokenOf() const {
  std::vector<CatalogueIndex> inputs;
  inputs.reserve(said_.size());
  for (const Said& said : said_) inputs.push_back(said.input);
  std::ranges::sort(inputs);
  inputs.erase(std::unique(inputs.begin(), inputs.end()), inputs.end());
  return inputs;
}

Statement* Statements::OnlyOne(CatalogueIndex input) {
  Statement* only = nullptr;
  for (Said& said : said_) {
    if (said.input != input) continue;
    if (only != nullptr) return nullptr;
    only = &said.statement;
  }
  return only;
}

std::vector<Statement> Statements::Take(CatalogueIndex input) {
  std::vector<Statement> taken;
  for (Said& said : said_) {
    if (said.input == input) taken.push_back(std::move(said.statement));
  }
  return taken;
}

bool IsEmpty(const ValueSet& values) { return values.codes.empty() && values.ranges.empty(); }

ValueSet Meet(const ValueSet& a, const ValueSet& b) {
  ValueSet meet;
  for (const std::string& code : a.codes) {
    if (std::ranges::find(b.codes, code) != b.codes.end()) {
      meet.codes.push_back(code);
    }
  }
  for (const dmn::Interval& left : a.ranges) {
    for (const dmn::Interval& right : b.ranges) {
      if (const auto interval = MeetIntervals(left, right)) meet.ranges.push_back(*interval);
    }
  }
  return meet;
}

ValueSet Union(const ValueSet& a, const ValueSet& b) {
  ValueSet all = a;
  for (const std::string& code : b.codes) {
    if (std::ranges::find(all.codes, code) == all.codes.end()) {
      all.codes.push_back(code);
    }
  }
  for (const dmn::Interval& interval : b.ranges) {
    const bool covered =
        std::ranges::any_of(all.ranges, [&](const auto& known) { return Covers(known, interval); });
    if (covered) continue;
    std::erase_if(all.ranges, [&](const auto& known) { return Covers(interval, known); });
    all.ranges.push_back(interval);
  }
  return all;
}

void Settle(Statements& statements, const std::vector<Policy>& policies, Inputs& inputs,
            Issues& issues) {
  Settlement settlement(statements, policies, inputs, issues);
  // Those that imply another come first, so that the other sees the implied statement.
  for (const CatalogueIndex input : statements.SpokenOf()) {
    if (policies[input].implied) settlement.SettleInput(input);
  }
  for (const CatalogueIndex input : statements.SpokenOf()) {
    if (!policies[input].implied) settlement.SettleInput(input);
  }
}

}  // namespace wervelwijzer::guideline
