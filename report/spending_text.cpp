#include "report/spending_text.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace nhs::report {
namespace {

using namespace std::chrono_literals;

constexpr double kUnitsADollar = 1e6;
constexpr double kSecondsADay = 86'400;

std::string amount(std::int64_t units, bool money) {
  return money ? fmt::format("${:.2f}", static_cast<double>(units) / kUnitsADollar)
               : fmt::format("{}", units);
}

std::string used_of(std::int64_t used, const std::optional<std::int64_t>& cap, bool money) {
  const std::string text =
      cap ? fmt::format("{} of {}", amount(used, money), amount(*cap, money)) : amount(used, money);
  return money ? text : text + " requests";
}

/// How the month ends at this pace; empty while that cannot be told.
std::string outlook(const store::SourceSpending& spending, const SpendCaps& caps, UtcTime now) {
  const auto forecast = forecast_of_month(spending, caps, now);
  if (!forecast || (caps.per_month && spending.this_month >= *caps.per_month)) return {};
  if (caps.per_month && *forecast > *caps.per_month)
    return ", which at this pace is used up before the month ends";
  return fmt::format(", about {} by its end", amount(*forecast, caps.money));
}

void write_amount(JsonWriter& json, std::string_view key, const std::optional<std::int64_t>& units,
                  bool money) {
  json.key(key);
  if (!units)
    json.null();
  else if (money)
    json.number(static_cast<double>(*units) / kUnitsADollar, 6);
  else
    json.integer(*units);
}

}  // namespace

store::SourceSpending spending_of(const std::string& source,
                                  const std::vector<store::SourceSpending>& spending) {
  const auto found =
      std::find_if(spending.begin(), spending.end(), [&](const auto& one) { return one.source == source; });
  return found == spending.end() ? store::SourceSpending{source, 0, 0, {}} : *found;
}

std::optional<std::int64_t> forecast_of_month(const store::SourceSpending& spending, const SpendCaps& caps,
                                              UtcTime now) {
  if (!spending.first_at) return std::nullopt;
  const UtcTime from = std::max(*spending.first_at, caps.month_began);
  if (now - from < 1h || caps.month_ends <= now) return std::nullopt;
  double per_second = static_cast<double>(spending.this_month) / static_cast<double>((now - from).count());
  if (caps.per_day) per_second = std::min(per_second, static_cast<double>(*caps.per_day) / kSecondsADay);
  return spending.this_month +
         std::llround(per_second * static_cast<double>((caps.month_ends - now).count()));
}

std::string spending_in_words(const store::SourceSpending& spending, const SpendCaps& caps, UtcTime now) {
  const std::string today = used_of(spending.today, caps.per_day, caps.money) + " today";
  if (!caps.per_month && !caps.money) return today;
  return fmt::format("{}, {} this month{}", today, used_of(spending.this_month, caps.per_month, caps.money),
                     outlook(spending, caps, now));
}

void write_spending(JsonWriter& json, const store::SourceSpending& spending, const SpendCaps& caps,
                    UtcTime now) {
  json.key("unit").text(caps.money ? "usd" : "requests");
  write_amount(json, "today", spending.today, caps.money);
  write_amount(json, "per_day", caps.per_day, caps.money);
  write_amount(json, "this_month", spending.this_month, caps.money);
  write_amount(json, "per_month", caps.per_month, caps.money);
  write_amount(json, "month_forecast", forecast_of_month(spending, caps, now), caps.money);
}

}  // namespace nhs::report
