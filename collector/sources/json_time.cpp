#include "collector/sources/json_time.h"

#include <date/date.h>

#include <cmath>
#include <locale>
#include <sstream>

#include "collector/sources/feed_date.h"
#include "collector/sources/json_values.h"

namespace nhs::collector {
namespace {

using std::chrono::seconds;

/// The year 9999; what lies beyond is no date and would not fit.
constexpr double kLatest = 253402300799.0;

std::optional<UtcTime> from_number(JsonView value, double per_second) {
  std::optional<double> number = value.number();
  if (!number && value.text()) {
    // Numbers in quotes: read by JSON's own rules, whatever the locale.
    const auto document = JsonDocument::parse(plain_text(value));
    if (document) number = document->root().number();
  }
  if (!number) return std::nullopt;
  const double whole = std::floor(*number / per_second);
  if (!(whole >= -kLatest && whole <= kLatest)) return std::nullopt;
  return UtcTime{seconds{static_cast<std::int64_t>(whole)}};
}

std::optional<UtcTime> by_format(const std::string& text, const std::string& format) {
  std::istringstream in{text};
  in.imbue(std::locale::classic());
  date::sys_seconds moment;
  in >> date::parse(format, moment);
  if (in.fail()) return std::nullopt;
  in >> std::ws;
  if (!in.eof()) return std::nullopt;
  return UtcTime{moment.time_since_epoch()};
}

}  // namespace

std::optional<UtcTime> json_time(JsonView value, const std::string& format) {
  if (!value.number() && !value.text()) return std::nullopt;
  if (format == "unix") return from_number(value, 1.0);
  if (format == "unix_ms") return from_number(value, 1e3);
  if (format == "unix_us") return from_number(value, 1e6);
  if (format == "auto" && value.number()) return from_number(value, 1.0);
  if (format == "rfc3339") return parse_rfc3339(plain_text(value));
  if (format.rfind("strptime:", 0) == 0) return by_format(plain_text(value), format.substr(9));
  return parse_feed_date(plain_text(value));
}

std::string written_time(UtcTime time, const std::string& format) {
  const auto since_1970 = time.time_since_epoch().count();
  if (format == "unix") return std::to_string(since_1970);
  if (format == "unix_ms") return std::to_string(since_1970) + "000";
  const std::string whole = format_utc(time);
  return format == "date" ? whole.substr(0, 10) : whole;
}

}  // namespace nhs::collector
