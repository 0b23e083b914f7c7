#include "cards/region/write_route.h"

#include "cards/region/hours.h"

namespace wervelwijzer::region {
namespace {

const char* OutcomeCode(Route::Outcome outcome) {
  switch (outcome) {
    case Route::Outcome::kCentre:
      return "centre";
    case Route::Outcome::kOpensLater:
      return "opens-later";
    case Route::Outcome::kInHouse:
      return "in-house";
    case Route::Outcome::kNobody:
      return "none";
  }
  return "";
}

class RouteWriter {
 public:
  RouteWriter(JsonWriter& writer, const Region& region, const RouteQuestion& question,
              const Route& route)
      : writer_(writer), region_(region), question_(question), route_(route) {
    if (route.found()) zone_ = ServiceAt(route.service).zone;
  }

  void Write() {
    writer_.BeginObject();
    writer_.Member("service", question_.service);
    WriteOrganization("from", question_.hospital);
    WriteMoment("at", question_.at);
    if (question_.deadline) WriteMoment("deadline", *question_.deadline);
    writer_.Member("outcome", OutcomeCode(route_.outcome));
    if (route_.found()) {
      WriteChosen();
      if (IsMeetingCode(question_.service)) WriteMeeting();
    }
    if (!route_.passed_over.empty()) {
      writer_.Key("passed-over").BeginArray();
      for (const PassedOver& one : route_.passed_over) WritePassedOver(one);
      writer_.EndArray();
    }
    writer_.EndObject();
  }

 private:
  const Service& ServiceAt(Index index) const {
    return region_.services[static_cast<std::size_t>(index)];
  }

  void WriteMoment(std::string_view name, TimePoint moment) {
    writer_.Member(name, FormatInstant(moment, zone_));
  }

  void WriteOrganization(std::string_view name, Index index) {
    const Organization& organization = region_.organizations[static_cast<std::size_t>(index)];
    writer_.Key(name).BeginObject();
    writer_.Member("reference", organization.reference);
    writer_.MemberIfAny("name", organization.name);
    writer_.EndObject();
  }

  void WriteChosen() {
    const Service& service = ServiceAt(route_.service);
    writer_.Key(route_.outcome == Route::Outcome::kInHouse ? "in-house" : "chosen").BeginObject();
    writer_.Member("reference", service.reference);
    writer_.MemberIfAny("name", service.name);
    WriteOrganization("organization", route_.organization);
    if (const auto phones = service.PhonesAt(question_.at); !phones.empty()) {
      writer_.Key("telephone").BeginArray();
      for (const std::string& phone : phones) writer_.String(phone);
      writer_.EndArray();
    }
    const Openness openness = OpennessAt(service, question_.at);
    if (openness != Openness::kNotStated) {
      writer_.Key("open-now").Boolean(openness == Openness::kOpen);
    }
    if (route_.opens) WriteMoment("opens", *route_.opens);
    if (service.operations_per_year) {
      writer_.Key("operations-per-year").Integer(*service.operations_per_year);
    }
    writer_.EndObject();
  }

  void WriteMeeting() {
    if (!route_.meeting) {
      writer_.Key("ad-hoc").Boolean(true);
      return;
    }
    writer_.Key("meeting").BeginObject();
    WriteMoment("start", route_.meeting->start);
    WriteMoment("end", route_.meeting->end);
    WriteMoment("registration-closes", route_.meeting->closes);
    writer_.EndObject();
  }

  void WritePassedOver(const PassedOver& one) {
    writer_.BeginObject();
    if (one.service != kNone) {
      writer_.Member("reference", ServiceAt(one.service).reference);
      writer_.MemberIfAny("name", ServiceAt(one.service).name);
    }
    WriteOrganization("organization", one.organization);
    writer_.Member("reason", ReasonCode(one.reason));
    writer_.EndObject();
  }

  JsonWriter& writer_;
  const Region& region_;
  const RouteQuestion& question_;
  const Route& route_;
  TimeZone zone_ = TimeZone::Amsterdam();
};

}  // namespace

void WriteRoute(JsonWriter& writer, const Region& region, const RouteQuestion& question,
                const Route& route) {
  RouteWriter(writer, region, question, route).Write();
}

}  // namespace wervelwijzer::region
