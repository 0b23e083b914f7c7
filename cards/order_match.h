#pragma once

// What has been asked for, planned or done already, so that the cards keep quiet about it.
//
// An order older than the signs that it should answer does not count, a refused or stopped one
// never does, and a draft counts for nothing that is critical (cards.md section 6).

#include <functional>
#include <optional>
#include <string_view>

#include "base/clock.h"
#include "cards/consultation.h"
#include "cards/deadline.h"
#include "guideline/bindings/bind.h"

namespace wervelwijzer::cards {

enum class OrderState { kDraft, kAsked, kDone, kRefused, kUnknown };
OrderState StateOf(const guideline::Order& order);

// The state by the order itself and by the Task that follows it, when the record has one: refused
// is refused, completed is done, and a referral that the other side has taken up is answered.
OrderState StateIn(const Consultation& consultation, const guideline::Order& order);

// A request of that kind, younger than `start`, that the other side has refused; null when there is
// none or when a later one stands.
const guideline::Order* FindRefusal(const Consultation& consultation, guideline::OrderKind kind,
                                    const ClockStart& start);

enum class Drafts { kCount, kDoNotCount };

// The moment by which the order asks to be carried out: its date, else what its priority stands for
// after the moment of ordering (`stat` 12 h, `asap` 24 h, `urgent` 1 week, else 2 weeks).
std::optional<TimePoint> AskedFor(const guideline::Order& order);

// True when the order was made at or after `start` (whatever the moment, when the start is the
// call).
bool IsYoungerThan(const guideline::Order& order, const ClockStart& start);

// The first order of `kind` in that state or a further one (draft, asked, done) made after `start`.
const guideline::Order* FindOrder(const Consultation& consultation, guideline::OrderKind kind,
                                  OrderState at_least, const ClockStart& start);

// An imaging order that answers the question in time.
const guideline::Order* FindImagingInTime(const Consultation& consultation,
                                          const Deadline& deadline, Drafts drafts);
// An imaging order of the right kind whose own term has passed without its being known to be made;
// null when there is none.
const guideline::Order* FindOverdueImaging(const Consultation& consultation,
                                           const ClockStart& start);
// An imaging order of the right kind, asked for or drafted, whatever its date.
const guideline::Order* FindImaging(const Consultation& consultation, const ClockStart& start);

// True for an examination that shows the whole spine, or the CT in its place when MRI is
// impossible.
bool IsRightImaging(const Consultation& consultation, guideline::OrderKind kind);

// True when the request carries that code of our CodeSystem region-service.
bool HasServiceCode(const guideline::Order& order, std::string_view code);

// True when a systemic corticosteroid is in use or ordered, this request's selections apart.
bool UsesCorticosteroid(const Consultation& consultation);
// The first such order; null when there is none.
const guideline::Order* CorticosteroidInUse(const Consultation& consultation);

// The first corticosteroid that is drafted, in the record or beside what is selected; null when
// there is none. It is no course yet, but ordering it once more would make two of it.
const guideline::Order* DraftedCorticosteroid(const Consultation& consultation);

// True when a proton pump inhibitor is in use, ordered or drafted.
bool HasProtonPumpInhibitor(const Consultation& consultation);

}  // namespace wervelwijzer::cards
