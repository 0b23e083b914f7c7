#include "cards/moment.h"

#include <charconv>
#include <cmath>
#include <cstdio>
#include <cstdlib>

namespace wervelwijzer::cards {
namespace {

void AppendNumber(int number, std::string& out) {
  char digits[16];
  const auto end = std::to_chars(digits, digits + sizeof digits, number).ptr;
  out.append(digits, static_cast<std::size_t>(end - digits));
}

// REQUIRES: 0 <= number < 100.
void AppendTwoDigits(int number, std::string& out) {
  out += static_cast<char>('0' + number / 10);
  out += static_cast<char>('0' + number % 10);
}

// `moment.weekday.3`
void SayNumbered(const Words& words, std::string_view key, int number, std::string& out) {
  std::string digits;
  AppendNumber(number, digits);
  words.Say(KeyText{key, digits}, {}, out);
}

std::string SayDate(const Words& words, const OwnName& key, const CivilTime& civil) {
  constexpr std::size_t kUsualBytes = 30;
  std::string said;
  said.reserve(kUsualBytes);
  const auto append = [&](std::string_view place, std::string& out) {
    if (place == "weekday") {
      SayNumbered(words, "moment.weekday.", civil.weekday, out);
    } else if (place == "day") {
      AppendNumber(civil.day, out);
    } else if (place == "number") {
      AppendNumber(civil.month, out);
    } else if (place == "month") {
      SayNumbered(words, "moment.month.", civil.month, out);
    } else if (place == "year") {
      AppendNumber(civil.year, out);
    } else if (place == "time") {
      AppendTwoDigits(civil.hour, out);
      out += ':';
      AppendTwoDigits(civil.minute, out);
    }
  };
  words.SayWith(key, append, said);
  return said;
}

}  // namespace

std::string FormatMoment(const Words& words, const TimeZone& zone, TimePoint moment,
                         TimePoint now) {
  const CivilTime civil = zone.ToCivil(moment);
  const bool same_year = civil.year == zone.ToCivil(now).year;
  return same_year ? SayDate(words, "moment.this-year", civil)
                   : SayDate(words, "moment.other-year", civil);
}

std::string FormatRecordDate(const Words& words, const TimeZone& zone, std::string_view date) {
  using Precision = WrittenTime::Precision;
  const std::optional<WrittenTime> written = ParseWrittenTime(date);
  if (!written) return {};
  switch (written->precision) {
    case Precision::kYear:
      return std::to_string(written->civil.year);
    case Precision::kMonth:
      return SayDate(words, "moment.month-only", written->civil);
    case Precision::kDay:
      return SayDate(words, "moment.day-only", written->civil);
    case Precision::kMinute:
    case Precision::kInstant:
      return SayDate(words, "moment.with-time", zone.ToCivil(MomentsOf(*written, zone).first));
  }
  return {};
}

std::string IsoDate(const CivilTime& day) {
  const std::string year = std::to_string(day.year);
  std::string date(year.size() < 4 ? 4 - year.size() : 0, '0');
  date += year + "-";
  AppendTwoDigits(day.month, date);
  date += '-';
  AppendTwoDigits(day.day, date);
  return date;
}

std::string FormatNumber(const Words& words, double number) {
  if (number == std::floor(number) && std::abs(number) < 1e15) {
    return std::to_string(static_cast<long long>(number));
  }
  char text[32];
  std::snprintf(text, sizeof text, "%.2f", number);
  std::string out(text);
  while (out.back() == '0') out.pop_back();
  if (out.back() == '.') out.pop_back();
  if (const std::size_t point = out.find('.'); point != std::string::npos) {
    out.replace(point, 1, words.Say("moment.decimal"));
  }
  return out;
}

}  // namespace wervelwijzer::cards
