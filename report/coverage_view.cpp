#include "report/coverage_view.h"

#include <fmt/format.h>

#include <algorithm>

#include "core/counted.h"
#include "core/json.h"
#include "report/campaign_marks.h"
#include "report/coverage_text.h"
#include "report/percent.h"
#include "report/table.h"
#include "report/voices_view.h"
#include "store/ignore_rules.h"

namespace nhs::report {
namespace {

/// Sources that were asked; `import` is one that never is.
std::int64_t asked(const store::CoverageResult& coverage) {
  return std::count_if(coverage.sources.begin(), coverage.sources.end(),
                       [](const auto& source) { return source.fetches.asked > 0; });
}

std::int64_t opted_out(const store::CoverageResult& coverage) {
  std::int64_t posts = 0;
  for (const auto& source : coverage.sources) posts += source.fetches.opted_out;
  return posts;
}

std::string percent_of(std::int64_t part, std::int64_t whole) {
  if (whole == 0) return "-";
  return percent(static_cast<double>(part) / static_cast<double>(whole));
}

/// A source that was taken out of the configuration, and has nothing else to tell of this time.
bool is_over(const store::SourceCoverage& source, const CoverageSurroundings& around) {
  return !around.configured_sources.empty() && !find_source(around.configured_sources, source.source) &&
         source.fetches.asked == 0 && source.posts == 0 && source.posts_set_aside == 0;
}

/// Columns beside Source, Posts, Only here and Hours answered, which are always there.
struct CoverageColumns {
  bool asked = true;
  bool failed = true;
  bool told_to_wait = true;
  std::size_t longest_name = std::string::npos;
};

std::string name_within(const std::string& name, std::size_t columns, const Terminal& terminal) {
  return columns == std::string::npos ? name : cut_to(name, columns, terminal.unicode);
}

Table sources_table(const store::CoverageResult& coverage, const CoverageSurroundings& around,
                    const CoverageColumns& columns, const Terminal& terminal) {
  Table table;
  table.column("Source");
  table.column("Posts", Table::Align::right);
  table.column("Only here", Table::Align::right);
  if (columns.asked) table.column("Asked", Table::Align::right);
  table.column("Hours answered", Table::Align::right);
  if (columns.told_to_wait) table.column("Told to wait", Table::Align::right);
  if (columns.failed) table.column("Failed", Table::Align::right);
  for (const auto& source : coverage.sources) {
    if (is_over(source, around)) continue;
    std::vector<std::string> cells = {name_within(source.source, columns.longest_name, terminal),
                                      fmt::format("{}", source.posts),
                                      fmt::format("{}", source.posts_only_here)};
    const FetchCounts& fetches = source.fetches;
    if (columns.asked) cells.push_back(fmt::format("{}", fetches.asked));
    cells.push_back(percent_of(source.hours_answered, source.hours_answered + source.hours_unanswered));
    if (columns.told_to_wait) cells.push_back(percent_of(fetches.throttled, fetches.asked));
    if (columns.failed) cells.push_back(percent_of(fetches.failed, fetches.asked));
    table.row(std::move(cells));
  }
  return table;
}

std::string fitting_table(const store::CoverageResult& coverage, const CoverageSurroundings& around,
                          const Terminal& terminal) {
  Table table = sources_table(coverage, around, {}, terminal);
  // Beside the name the narrowest table has 31 columns.
  const std::size_t rest = terminal.columns > 51 ? terminal.columns - 31 : 20;
  for (const CoverageColumns& fewer :
       {CoverageColumns{false, true, true}, CoverageColumns{false, false, true},
        CoverageColumns{false, false, false}, CoverageColumns{false, false, false, rest}})
    if (terminal.interactive && table.width() > terminal.columns)
      table = sources_table(coverage, around, fewer, terminal);
  return table.text(terminal);
}

bool any_hour_not_asked(const store::CoverageResult& coverage, const CoverageSurroundings& around) {
  return std::any_of(coverage.sources.begin(), coverage.sources.end(), [&](const auto& source) {
    return hours_not_asked(source, around.configured_sources).value_or(0) > 0;
  });
}

/// Nothing is known to be missed. What was posted while a source did not answer is read once it does, so only
/// one that never did counts against it.
bool is_complete(const store::CoverageResult& coverage, const CoverageSurroundings& around) {
  const bool answered = std::all_of(coverage.sources.begin(), coverage.sources.end(), [](const auto& source) {
    return source.hours_answered > 0 || source.hours_unanswered == 0;
  });
  return coverage.gaps.empty() && answered && asked(coverage) > 0 && !any_hour_not_asked(coverage, around);
}

/// What was posted before a source was first asked is read later, or a file brought it: the two cannot be
/// told apart.
std::string not_asked_in_words(std::int64_t posts) {
  if (posts == 0) return "no source was asked.";
  return fmt::format("no source was asked in that time: {} read later, or imported.",
                     posts == 1 ? "it was" : "they were");
}

std::string summary(const store::CoverageResult& coverage, const CoverageSurroundings& around) {
  const auto sources = asked(coverage);
  std::string text = fmt::format("{}: {}; ", around.period.label, counted(coverage.posts, "post"));
  if (sources == 0 && coverage.gaps.empty()) return text + not_asked_in_words(coverage.posts);
  text += sources == 0 ? "no source was asked" : counted(sources, "source was asked", "sources were asked");
  const auto missing = static_cast<std::int64_t>(missing_days(coverage.voices).size());
  if (missing > 0) text += fmt::format("; nothing was collected on {}", counted(missing, "day"));
  if (!coverage.gaps.empty()) return text + fmt::format(". Missed: {}.", gaps_in_words(coverage.gaps));
  if (!is_complete(coverage, around)) return text + ".";
  return text + (missing > 0 ? ", and of the rest nothing is known to be missed."
                             : ", and nothing is known to be missed.");
}

std::string reason_of(const std::string& rule, const CoverageSurroundings& around) {
  if (rule == store::kObjection) return "their authors object to being counted";
  for (const IgnoreRule& known : around.rules)
    if (known.name == rule) return known.reason;
  return "no longer configured";
}

/// The newest gaps, each with its cause; how many more there are.
std::vector<std::string> gap_remarks(const std::vector<Gap>& gaps, const TimeZone& zone) {
  constexpr std::size_t kMostShown = 10;
  std::vector<std::string> lines;
  const std::size_t left_out = gaps.size() > kMostShown ? gaps.size() - kMostShown : 0;
  for (std::size_t i = left_out; i < gaps.size(); ++i)
    lines.push_back(fmt::format("{} may have missed posts from {} to {}: {}", gaps[i].source,
                                zone.format(gaps[i].from), zone.format(gaps[i].to), gaps[i].cause));
  if (left_out > 0) lines.push_back(fmt::format("{} earlier gaps: --format json has all.", left_out));
  return lines;
}

std::vector<std::string> remarks(const store::CoverageResult& coverage, const CoverageSurroundings& around,
                                 const TimeZone& zone) {
  std::vector<std::string> lines = gap_remarks(coverage.gaps, zone);
  for (const auto& source : coverage.sources)
    if (const auto hours = hours_not_asked(source, around.configured_sources); hours.value_or(0) > 0)
      lines.push_back(fmt::format(
          "{} was not asked in {}. What was posted then is read later, as far as it is still shown.",
          source.source, counted(*hours, "hour")));
  for (const store::RuleCount& rule : coverage.set_aside)
    lines.push_back(rule.rule == store::kObjection
                        ? fmt::format("Set aside because their authors object to being counted: {}.",
                                      counted(rule.posts, "post"))
                        : fmt::format("Set aside by the rule {}: {} ({})", rule.rule,
                                      counted(rule.posts, "post"), reason_of(rule.rule, around)));
  if (coverage.undated_set_aside > 0)
    lines.push_back(fmt::format("Set aside without a date, at any time: {}.",
                                counted(coverage.undated_set_aside, "post")));
  if (const auto out = opted_out(coverage); out > 0)
    lines.push_back(fmt::format(
        "Left out because their authors ask not to be collected: {}, counted each time one was shown.",
        counted(out, "post")));
  if (coverage.posts_not_quotable > 0)
    lines.push_back(fmt::format("Counted, but not to be quoted, as their authors ask not to be found: {}.",
                                counted(coverage.posts_not_quotable, "post")));
  return lines;
}

void write_source(JsonWriter& json, const store::SourceCoverage& source, const CoverageSurroundings& around) {
  json.begin_object().key("source").text(source.source).key("posts").integer(source.posts);
  json.key("posts_only_here")
      .integer(source.posts_only_here)
      .key("posts_set_aside")
      .integer(source.posts_set_aside);
  json.key("posts_not_quotable").integer(source.posts_not_quotable);
  json.key("asked").integer(source.fetches.asked).key("answered").integer(source.fetches.answered);
  json.key("throttled").integer(source.fetches.throttled).key("failed").integer(source.fetches.failed);
  json.key("throttled_share").number(source.throttled_share(), 4);
  json.key("opted_out").integer(source.fetches.opted_out);
  json.key("hours_answered")
      .integer(source.hours_answered)
      .key("hours_unanswered")
      .integer(source.hours_unanswered);
  json.key("hours_not_asked");
  if (const auto hours = hours_not_asked(source, around.configured_sources))
    json.integer(*hours);
  else
    json.null();
  json.end_object();
}

}  // namespace

std::optional<std::int64_t> hours_not_asked(const store::SourceCoverage& source,
                                            const std::vector<WatchedSource>& configured) {
  if (configured.empty()) return source.hours_missed;
  const WatchedSource* watched = find_source(configured, source.source);
  if (watched == nullptr) return std::nullopt;
  const auto slowest = std::max(watched->every, watched->slowest);
  if (slowest + slowest / 10 > std::chrono::hours{1}) return std::nullopt;
  return source.hours_missed;
}

std::string coverage_sentence(const store::CoverageResult& coverage, const CoverageSurroundings& around) {
  return summary(coverage, around);
}

std::string coverage_table(const store::CoverageResult& coverage, const CoverageSurroundings& around,
                           const TimeZone& zone, const Terminal& terminal) {
  return wrapped_lines({summary(coverage, around)}, terminal) +
         coverage_details(coverage, around, zone, terminal);
}

std::string coverage_details(const store::CoverageResult& coverage, const CoverageSurroundings& around,
                             const TimeZone& zone, const Terminal& terminal) {
  std::string text;
  const auto is_row = [&](const auto& source) { return !is_over(source, around); };
  if (std::any_of(coverage.sources.begin(), coverage.sources.end(), is_row))
    text += "\n" + fitting_table(coverage, around, terminal);
  auto lines = remarks(coverage, around, zone);
  if (!around.campaigns.empty()) lines.push_back(ran_in_this_time(around.campaigns));
  if (!lines.empty()) text += "\n" + wrapped_lines(lines, terminal);
  return text + "\n" + bold("Who is written about, and who is not", terminal) + "\n" +
         wrapped_lines(voices_in_words(coverage, around), terminal);
}

std::string coverage_json(const store::CoverageResult& coverage, const CoverageSurroundings& around) {
  JsonWriter json;
  json.begin_object()
      .key("schema")
      .text("nhsvalues.coverage/1")
      .key("since")
      .text(format_day(around.period.from));
  json.key("until").text(format_day(around.period.to)).key("timezone").text(coverage.timezone);
  json.key("complete")
      .boolean(is_complete(coverage, around))
      .key("hours_missed")
      .number(hours_missed(coverage.gaps), 1);
  json.key("posts").integer(coverage.posts).key("posts_not_quotable").integer(coverage.posts_not_quotable);
  json.key("undated_set_aside").integer(coverage.undated_set_aside);
  json.key("opted_out").integer(opted_out(coverage)).key("sources").begin_array();
  for (const auto& source : coverage.sources)
    if (!is_over(source, around)) write_source(json, source, around);
  json.end_array().key("gaps").begin_array();
  for (const Gap& gap : coverage.gaps) {
    json.begin_object().key("source").text(gap.source).key("from").text(format_utc(gap.from));
    json.key("to").text(format_utc(gap.to)).key("cause").text(gap.cause).end_object();
  }
  json.end_array().key("set_aside").begin_array();
  for (const store::RuleCount& rule : coverage.set_aside) {
    json.begin_object().key("rule").text(rule.rule).key("posts").integer(rule.posts);
    json.key("reason").text(reason_of(rule.rule, around)).end_object();
  }
  json.end_array();
  write_campaigns(json, around.campaigns);
  write_voices(json, coverage, around);
  json.end_object();
  return std::string{json.str()} + "\n";
}

}  // namespace nhs::report
