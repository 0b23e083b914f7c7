#include "guideline/bindings/statement.h"

#include <algorithm>
#include <iterator>
#include <numeric>
#include <tuple>
#include <utility>

#include "fhir/view.h"
#include "guideline/bindings/finding.h"
#include "guideline/bindings/reopening.h"

namespace wervelwijzer::guideline {
namespace {

bool Covers(const dmn::Interval& outer, const dmn::Interval& inner) {
  const bool low =
      outer.low < inner.low || (outer.low == inner.low && (!outer.low_open || inner.low_open));
  const bool high = outer.high > inner.high ||
                    (outer.high == inner.high && (!outer.high_open || inner.high_open));
  return low && high;
}

// Those that no other covers, in their order; of equal ones the first.
std::vector<dmn::Interval> WithoutCovered(std::vector<dmn::Interval> ranges) {
  if (ranges.size() < 2) return ranges;
  std::vector<std::size_t> order(ranges.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  // Whatever covers one stands before it: by where it begins, then the longer one.
  std::ranges::sort(order, {}, [&ranges](std::size_t at) {
    const dmn::Interval& one = ranges[at];
    return std::tuple(one.low, one.low_open, -one.high, one.high_open, at);
  });
  std::vector<bool> covered(ranges.size());
  std::size_t longest = order.front();  // of those before, the one that ends last
  for (std::size_t i = 1; i < order.size(); ++i) {
    covered[order[i]] = Covers(ranges[longest], ranges[order[i]]);
    if (!covered[order[i]]) longest = order[i];
  }
  std::vector<dmn::Interval> kept;
  for (std::size_t at = 0; at < ranges.size(); ++at) {
    if (!covered[at]) kept.push_back(ranges[at]);
  }
  return kept;
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
  if (statement.last && (!other.last || *other.last > *statement.last)) {
    statement.last = other.last;
  }
}

// All statements as one claim of the newest one's time: their values meet, or unite where they
// exclude each other. `agreed` receives whether they met.
Claim JoinAll(const std::vector<Statement>& coded, bool* agreed) {
  Claim claim{coded.front(), {}};
  ValueSet meet = coded.front().values, all;
  for (const Statement& statement : coded) {
    meet = Meet(meet, statement.values);
    all.codes = Union(ValueSet{all.codes, {}}, {statement.values.codes, {}}).codes;
    std::ranges::copy(statement.values.ranges, std::back_inserter(all.ranges));
    claim.evidence.push_back(statement.evidence);
    StretchTo(claim.statement, statement);
  }
  *agreed = !IsEmpty(meet);
  if (!*agreed) all.ranges = WithoutCovered(std::move(all.ranges));
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

constexpr std::size_t kCertainties = static_cast<std::size_t>(Certainty::kPointing) + 1;

// Which of the claims another one supersedes (Supersedes): the newest of each certainty decides.
std::vector<bool> FindSuperseded(const std::vector<Claim>& claims) {
  const Statement* newest[kCertainties] = {};
  for (const Claim& claim : claims) {
    const Statement*& known = newest[static_cast<std::size_t>(claim.statement.certainty)];
    if (known == nullptr || claim.statement.first > known->first) known = &claim.statement;
  }
  std::vector<bool> superseded;
  superseded.reserve(claims.size());
  for (const Claim& claim : claims) {
    superseded.push_back(std::ranges::any_of(newest, [&](const Statement* one) {
      return one != nullptr && Supersedes(*one, claim.statement);
    }));
  }
  return superseded;
}

// What nothing supersedes speaks. Older claims that say the same, up to the first that does not,
// stay as evidence: the oldest record of a sign is where a deadline counts from.
InputState StateOf(std::vector<Claim> claims) {
  std::ranges::stable_sort(
      claims, [](const Claim& a, const Claim& b) { return a.statement.first > b.statement.first; });
  const std::vector<bool> superseded = FindSuperseded(claims);
  InputState state;
  state.origin = Origin::kStated;
  const ValueSet* spoken = nullptr;  // by the first
  std::vector<dmn::Interval> ranges;
  for (std::size_t at = 0; at < claims.size(); ++at) {
    if (superseded[at]) continue;
    const ValueSet& values = claims[at].statement.values;
    if (spoken == nullptr) {
      spoken = &values;
      state.values = values;
      ranges = values.ranges;
    } else if (values != *spoken) {
      state.conflicting = true;
      state.values.codes = Union(ValueSet{state.values.codes, {}}, {values.codes, {}}).codes;
      std::ranges::copy(values.ranges, std::back_inserter(ranges));
    }
  }
  if (state.conflicting) state.values.ranges = WithoutCovered(std::move(ranges));
  bool differs = false;
  for (std::size_t at = 0; at < claims.size(); ++at) {
    differs = differs || (superseded[at] && claims[at].statement.values != state.values);
    if (superseded[at] && differs) continue;
    std::ranges::move(claims[at].evidence, std::back_inserter(state.evidence));
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

bool IsPointing(const Statement& statement) { return statement.certainty == Certainty::kPointing; }

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
    std::vector<Statement> coded[2], direct;  // coded by certainty
    for (Statement& statement : statements_.Take(input)) {
      if (IsPointing(statement)) continue;
      if (statement.road == Road::kCode) {
        coded[static_cast<std::size_t>(statement.certainty)].push_back(std::move(statement));
      } else {
        direct.push_back(std::move(statement));
      }
    }
    std::vector<Claim> claims;
    for (std::vector<Statement>& of_one_certainty : coded) {
      AddCoded(policies_[input], std::move(of_one_certainty), claims);
    }
    for (Claim& claim : EachAlone(std::move(direct))) claims.push_back(std::move(claim));
    if (claims.empty()) return;  // what only points is asked, and states nothing
    InputState state = StateOf(std::move(claims));
    if (state.conflicting) Remark(input, state.evidence.front());
    inputs_.Set(input, std::move(state));
  }

  void AddCoded(const Policy& policy, std::vector<Statement> coded, std::vector<Claim>& claims) {
    bool agreed = false;
    std::vector<Claim> joined = JoinCoded(std::move(coded), policy, &agreed);
    if (agreed && policy.implied) {
      Statement implying = joined.front().statement;
      implying.evidence = joined.front().evidence.front();
      AddImplied(policy, std::move(implying));
    }
    std::ranges::move(joined, std::back_inserter(claims));
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
  statement.evidence.certainty = statement.certainty;
  statement.evidence.latest = statement.last;
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
    if (only != nullptr || said.statement.certainty == Certainty::kPointing) return nullptr;
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

void Bound(Statement& statement, const fhir::Resource& resource, const BindOptions& options) {
  if (statement.first && *statement.first > options.now + kSmallSkew) {
    statement.first = {};
    statement.last = options.now;
    if (statement.certainty == Certainty::kFirm) statement.certainty = Certainty::kWeak;
    return;
  }
  if (!statement.last) statement.last = options.now;
  if (statement.first && *statement.first == *statement.last) return;
  auto written = fhir::ReadTime(fhir::First(resource, fhir::Field::kRecorded), options.zone);
  if (!written || !written->last) {
    written = fhir::ReadTime(resource.Get("meta").Get("lastUpdated"), options.zone);
  }
  if (!written || !written->last || *written->last > options.now) return;
  const bool is_after_start = !statement.first || *written->last >= *statement.first;
  if (is_after_start && (!statement.last || *written->last < *statement.last)) {
    statement.last = written->last;
  }
}

bool Supersedes(const Statement& one, const Statement& other) {
  return one.certainty <= other.certainty && one.first && other.last && *one.first > *other.last;
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
  all.ranges.insert(all.ranges.end(), b.ranges.begin(), b.ranges.end());
  all.ranges = WithoutCovered(std::move(all.ranges));
  return all;
}

void Settle(Statements& statements, const BindingTables& tables, Inputs& inputs, Issues& issues) {
  const std::vector<Opened> opened = FindOpened(statements, tables.reopenings);
  Settlement settlement(statements, tables.policies, inputs, issues);
  // Those that imply another come first, so that the other sees the implied statement.
  for (const CatalogueIndex input : statements.SpokenOf()) {
    if (tables.policies[input].implied) settlement.SettleInput(input);
  }
  for (const CatalogueIndex input : statements.SpokenOf()) {
    if (!tables.policies[input].implied) settlement.SettleInput(input);
  }
  for (const Opened& one : opened) Open(one, inputs);
}

}  // namespace wervelwijzer::guideline
