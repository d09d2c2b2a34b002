#include <fmt/format.h>

#include <algorithm>

#include "core/text.h"
#include "report/chart.h"
#include "report/coverage_view.h"
#include "report/percent.h"
#include "report/voices_view.h"

namespace nhs::report {
namespace {

/// A bar a source: in which share of the hours that it was asked in it answered.
std::string hours_answered(const store::CoverageResult& coverage, const Terminal& terminal) {
  constexpr std::size_t longest_name = 30;
  std::size_t width = 0;
  for (const auto& source : coverage.sources)
    width = std::max(width, std::min(longest_name, display_width(source.source)));
  const std::size_t fixed = width + 2 + 5;
  const std::size_t room = std::max<std::size_t>(terminal.columns, fixed + 10) - fixed;
  std::string text;
  for (const auto& source : coverage.sources) {
    const std::int64_t hours = source.hours_answered + source.hours_unanswered;
    if (hours == 0) continue;
    const double share = static_cast<double>(source.hours_answered) / static_cast<double>(hours);
    text += fmt::format("{}  {} {}\n",
                        padded(cut_to(terminal_safe(source.source), width, terminal.unicode), width),
                        bar(share, 1, room, terminal), percent(share));
  }
  return text.empty() ? text : "\n" + bold("Hours answered", terminal) + "\n" + text;
}

}  // namespace

std::string coverage_chart(const store::CoverageResult& coverage, const CoverageSurroundings& around,
                           const TimeZone& zone, const Terminal& terminal) {
  // A drawing that wraps is none, so that this fits off a terminal too.
  Terminal fitting = terminal;
  fitting.interactive = true;
  return wrapped_lines({coverage_sentence(coverage, around)}, fitting) +
         coverage_details(coverage, around, zone, fitting) + hours_answered(coverage, fitting) + "\n" +
         voices_drawing(coverage, fitting);
}

}  // namespace nhs::report
