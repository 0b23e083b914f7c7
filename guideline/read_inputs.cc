// The input of `decide`: reading only, no medicine.

#include <charconv>
#include <cmath>
#include <utility>

#include "base/utf8.h"
#include "guideline/dmn/cells.h"
#include "guideline/inputs.h"

namespace wervelwijzer::guideline {
namespace {

constexpr std::size_t kShownBytes = 80;

// A text as it may stand in a message of one line: control characters escaped, not too long.
std::string OneLine(std::string_view text) {
  JsonWriter writer;
  writer.String(Utf8Prefix(text, kShownBytes));
  return std::string(writer.text().substr(1, writer.text().size() - 2));
}

std::string Shown(JsonValue value) {
  if (const auto text = value.string()) return "`" + OneLine(*text) + "`";
  const std::string text = value.ToText();
  return "`" + std::string(Utf8Prefix(text, kShownBytes)) + "`";
}

Error Refuse(const InputDefinition& definition, JsonValue value, const std::string& why) {
  return InvalidInput("input `" + definition.id + "` does not know the value " + Shown(value) + why,
                      "$." + definition.id);
}

struct DateStatement {
  ValueSet days;
  std::optional<TimePoint> instant;
};

double DayOf(const CivilTime& civil) {
  return static_cast<double>(DayNumber(civil.year, civil.month, civil.day));
}

// The days that it can be; the instant of a time, and of a day its midnight.
std::optional<DateStatement> ReadDate(std::string_view text, const TimeZone& zone) {
  const std::optional<WrittenTime> written = ParseWrittenTime(text);
  if (!written) return std::nullopt;
  const Moments moments = MomentsOf(*written, zone);
  const double first = DayOf(zone.ToCivil(moments.first));
  const double last = DayOf(zone.ToCivil(moments.last));
  const bool is_day = written->precision >= WrittenTime::Precision::kDay;
  return DateStatement{first == last ? ValueSet::Number(first) : ValueSet::Range(first, last),
                       is_day ? std::optional(moments.first) : std::nullopt};
}

class ValueReader {
 public:
  ValueReader(const InputDefinition& definition, const TimeZone& zone)
      : definition_(definition), zone_(zone) {}

  Status ReadOne(JsonValue value) {
    switch (definition_.type) {
      case InputType::kBoolean:
        return ReadBoolean(value);
      case InputType::kEnumeration:
      case InputType::kSet:
        return ReadCode(value);
      case InputType::kNumber:
      case InputType::kDuration:
        return ReadNumber(value);
      case InputType::kDate:
        return ReadDay(value);
    }
    return {};
  }

  ValueSet values;
  Evidence evidence;

 private:
  void AddCode(std::string_view code) {
    for (const std::string& known : values.codes)
      if (known == code) return;
    values.codes.emplace_back(code);
  }

  void AddRange(const dmn::Interval& range) {
    for (const dmn::Interval& known : values.ranges)
      if (known == range) return;
    values.ranges.push_back(range);
  }

  Status ReadBoolean(JsonValue value) {
    const auto boolean = value.boolean();
    if (!boolean) return Refuse(definition_, value, ", only true and false");
    AddCode(*boolean ? "true" : "false");
    return {};
  }

  // A code that looks like a number may be written as one: 3 for `3`.
  Status ReadCode(JsonValue value) {
    std::string code;
    if (const auto text = value.string()) code = *text;
    if (const auto number = value.integer()) code = std::to_string(*number);
    if (code.empty() || !definition_.Allows(code))
      return Refuse(definition_, value, AllowedCodes());
    AddCode(code);
    return {};
  }

  Status ReadNumber(JsonValue value) {
    const auto number = value.number();
    if (!number || !definition_.Allows(*number))
      return Refuse(definition_, value, AllowedNumbers());
    AddRange({*number, *number, false, false});
    return {};
  }

  Status ReadDay(JsonValue value) {
    const auto text = value.string();
    const auto date = text ? ReadDate(*text, zone_) : std::nullopt;
    if (!date) return Refuse(definition_, value, ", only a date by ISO 8601");
    AddRange(date->days.ranges.front());
    evidence.date = *text;
    evidence.time = date->instant;
    return {};
  }

  std::string AllowedCodes() const {
    std::string text = ", only";
    for (const std::string& code : definition_.allowed_values)
      text += (text.back() == 'y' && text.size() == 6 ? " " : ", ") + code;
    return text;
  }

  std::string AllowedNumbers() const {
    if (!definition_.allowed_values.empty()) return AllowedCodes();
    std::string text = definition_.whole ? ", only whole numbers" : ", only numbers";
    text += definition_.minimum_open ? " above " : " from ";
    text += dmn::NumberText(definition_.minimum);
    if (std::isfinite(definition_.maximum)) text += " to " + dmn::NumberText(definition_.maximum);
    return text;
  }

  const InputDefinition& definition_;
  const TimeZone& zone_;
};

Status ReadInput(const InputDefinition& definition, JsonValue value, ValueReader& reader) {
  const bool is_set = definition.type == InputType::kSet;
  if (!value.is_array()) {
    if (is_set) return Refuse(definition, value, ", only an array: the whole set");
    return reader.ReadOne(value);
  }
  if (value.size() == 0 && !is_set) return Refuse(definition, value, ", one of none is impossible");
  for (JsonValue element : value.elements()) {
    if (Status status = reader.ReadOne(element); !status) return status;
  }
  // Of several dates none is the moment.
  if (reader.values.ranges.size() > 1) reader.evidence = Evidence{};
  return {};
}

}  // namespace

Result<Inputs> ReadInputs(const InputCatalogue& catalogue, JsonValue object, const TimeZone& zone) {
  if (!object.is_object()) return InvalidInput("the inputs are no object", "$");
  Inputs inputs(catalogue);
  for (const auto& [id, value] : object.members()) {
    const std::optional<CatalogueIndex> index = catalogue.Find(id);
    if (!index) return InvalidInput("unknown input `" + OneLine(id) + "`", "$." + OneLine(id));
    if (value.is_null()) continue;
    ValueReader reader(catalogue.definitions()[*index], zone);
    if (Status status = ReadInput(catalogue.definitions()[*index], value, reader); !status)
      return status.error();
    reader.evidence.how = "stated";
    inputs.State(id, std::move(reader.values), std::move(reader.evidence));
  }
  return inputs;
}

}  // namespace wervelwijzer::guideline
