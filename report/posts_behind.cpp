#include "report/posts_behind.h"

#include <fmt/format.h>

namespace nhs::report {

std::string posts_behind(const ToldSignal& told, const SignalsFound& found) {
  const ControlChart& chart = *told.charts.front();
  const Signal& signal = *told.signals.front();
  std::int64_t posts = 0;
  for (const std::size_t row : signal.rows) posts += chart.points[row].posts;
  if (posts == 0) return {};
  std::string command = "nhsvalues posts";
  if (chart.value) command += fmt::format(" --value {}", id_of(*chart.value));
  if (chart.direction) command += fmt::format(" --direction {}", id_of(*chart.direction));
  if (!found.posts_arguments.empty()) command += " " + found.posts_arguments;
  return fmt::format("{} --since {} --until {}", command,
                     format_day(found.trends.rows[signal.rows.front()].period.from),
                     format_day(found.trends.rows[signal.rows.back()].period.to));
}

}  // namespace nhs::report
