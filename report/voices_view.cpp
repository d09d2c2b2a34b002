#include "report/voices_view.h"

#include <fmt/format.h>

#include <algorithm>

#include "core/counted.h"
#include "core/source_state.h"
#include "core/text.h"
#include "report/chart.h"
#include "report/json_members.h"
#include "report/percent.h"
#include "report/wilson.h"

namespace nhs::report {
namespace {

/// As in signals: below so many posts a share tells next to nothing.
constexpr std::int64_t kFew = 10;
constexpr std::size_t kLanguagesNamed = 5;

/// "these 12 weeks", "these 7 days and today".
std::string time_in_words(const CoverageSurroundings& around) {
  const std::int64_t days = (around.period.to - around.period.from).count() - (around.with_today ? 1 : 0);
  const std::string today = around.with_today ? " and today" : "";
  if (days == 0) return "this day";
  if (days == 1) return around.with_today ? "yesterday and today" : "this day";
  if (days % 7 == 0 && days > 7) return fmt::format("these {} weeks{}", days / 7, today);
  return fmt::format("these {} days{}", days, today);
}

std::string group_in_words(const store::Voices& voices, Group group, const std::string& time) {
  const std::int64_t posts = voices.groups[index_of(group)];
  if (posts == 0) return fmt::format("No post about {} in {}.", name_of_group(group), time);
  if (posts < kFew) return fmt::format("Few about {}: {}.", name_of_group(group), counted(posts, "post"));
  const double share = static_cast<double>(posts) / static_cast<double>(std::max(posts, voices.classified));
  return fmt::format("About {}: {}, {}.", name_of_group(group), counted(posts, "post"),
                     share < 0.01 ? std::string{"less than 1% of all"} : percent(share) + " of all");
}

std::string languages_in_words(const store::Voices& voices) {
  std::int64_t posts = 0;
  std::string names;
  for (std::size_t i = 0; i < voices.other_languages.size(); ++i) {
    const store::VoiceCount& each = voices.other_languages[i];
    posts += each.posts;
    if (i >= kLanguagesNamed) continue;
    names +=
        fmt::format("{}{} {}", i == 0 ? "" : ", ", each.name == "und" ? "not told" : each.name, each.posts);
  }
  if (posts == 0) return "No post was in a language that is not judged.";
  if (voices.other_languages.size() > kLanguagesNamed)
    names += fmt::format(", {} more", voices.other_languages.size() - kLanguagesNamed);
  return fmt::format("In other languages, which are not judged: {} ({}).", counted(posts, "post"), names);
}

std::string since_in_words(const std::optional<LocalDay>& last) {
  return last ? fmt::format("the last is of {}", format_day(*last))
              : std::string{"there was none before either"};
}

/// A source that is watched, or was heard of in this time, with what it brought.
struct Watched {
  std::string name;
  std::int64_t posts = 0;
  std::optional<LocalDay> last_day;
};

/// The configured ones; without a configuration those that are stored.
std::vector<Watched> watched_sources(const store::CoverageResult& coverage,
                                     const CoverageSurroundings& around) {
  std::vector<Watched> sources;
  const auto add = [&](const std::string& name) {
    Watched source{name, 0, std::nullopt};
    for (const auto& each : coverage.sources)
      if (each.source == name) source.posts = each.posts;
    for (const auto& each : coverage.voices.sources)
      if (each.name == name) source.last_day = each.last_day;
    sources.push_back(std::move(source));
  };
  if (around.configured_sources.empty())
    for (const auto& each : coverage.voices.sources) add(each.name);
  for (const WatchedSource& each : around.configured_sources) add(each.name);
  return sources;
}

void write_days(JsonWriter& json, std::string_view key, const std::vector<LocalDay>& days) {
  json.key(key).begin_array();
  for (const LocalDay day : days) json.text(format_day(day));
  json.end_array();
}

/// Nothing was collected, so that nobody knows who was written about.
bool is_unknown(const store::Voices& voices) {
  return voices.classified == 0 && !voices.days.empty() && missing_days(voices).size() == voices.days.size();
}

void write_groups(JsonWriter& json, const store::Voices& voices) {
  json.key("groups").begin_object();
  for (const Group group : all_of<Group>()) {
    const std::int64_t posts = voices.groups[index_of(group)];
    const Share share = wilson_interval(posts, voices.classified);
    json.key(id_of(group)).begin_object().key("posts").integer(posts);
    json.key("share")
        .number(share.share, 4)
        .key("low")
        .number(share.low, 4)
        .key("high")
        .number(share.high, 4);
    json.key("heard").text(is_unknown(voices) ? "unknown"
                           : posts == 0       ? "none"
                           : posts < kFew     ? "few"
                                              : "yes");
    json.end_object();
  }
  json.end_object();
}

std::vector<LocalDay> days_that(const store::Voices& voices, bool collected) {
  std::vector<LocalDay> days;
  for (const store::CollectedDay& each : voices.days)
    if (each.posts == 0 && (each.collected != store::Collected::none) == collected) days.push_back(each.day);
  return days;
}

/// A strip of signs, a day each, in lines that fit.
std::string days_strip(const store::Voices& voices, const Terminal& terminal) {
  std::int64_t most = 0;
  for (const store::CollectedDay& each : voices.days) most = std::max(most, each.posts);
  const std::size_t columns = std::max<std::size_t>(terminal.columns, 20) - 12;
  // Whole weeks stand under each other.
  const std::size_t per_line = std::max<std::size_t>(7, columns / 7 * 7);
  const std::string_view silence = terminal.unicode ? "·" : ",";
  std::string text;
  for (std::size_t i = 0; i < voices.days.size(); ++i) {
    const store::CollectedDay& each = voices.days[i];
    if (i % per_line == 0) text += (i == 0 ? "" : "\n") + format_day(each.day) + "  ";
    if (each.collected == store::Collected::none)
      text += '?';
    else if (each.posts == 0)
      text += silence;
    else
      text += sparkline({static_cast<double>(each.posts)}, static_cast<double>(most), terminal);
  }
  return text + "\n";
}

}  // namespace

std::string_view name_of_group(Group group) {
  static constexpr std::array<std::string_view, count_of<Group>> names = {
      "homeless people", "Gypsies and Travellers", "sex workers", "FGM"};
  return names[index_of(group)];
}

std::vector<LocalDay> silent_days(const store::Voices& voices) { return days_that(voices, true); }
std::vector<LocalDay> missing_days(const store::Voices& voices) { return days_that(voices, false); }

std::string days_in_words(const std::vector<LocalDay>& days) {
  constexpr std::size_t named = 5;
  struct Stretch {
    LocalDay from;
    LocalDay to;
  };
  std::vector<Stretch> stretches;
  for (const LocalDay day : days) {
    if (!stretches.empty() && day - stretches.back().to == std::chrono::days{1})
      stretches.back().to = day;
    else
      stretches.push_back({day, day});
  }
  const std::size_t left_out = stretches.size() > named ? stretches.size() - named : 0;
  std::int64_t earlier = 0;
  for (std::size_t i = 0; i < left_out; ++i) earlier += (stretches[i].to - stretches[i].from).count() + 1;
  std::string text = earlier == 0 ? "" : counted(earlier, "earlier day");
  for (std::size_t i = left_out; i < stretches.size(); ++i) {
    text += (text.empty() ? "" : ", ") + format_day(stretches[i].from);
    if (stretches[i].to != stretches[i].from) text += " to " + format_day(stretches[i].to);
  }
  return text;
}

std::vector<std::string> voices_in_words(const store::CoverageResult& coverage,
                                         const CoverageSurroundings& around) {
  const store::Voices& voices = coverage.voices;
  const std::string time = time_in_words(around);
  if (coverage.posts == 0 && !voices.days.empty() && missing_days(voices).size() == voices.days.size())
    return {fmt::format("Nothing was collected in {}, so that nobody knows who was written about.", time)};
  std::vector<std::string> lines;
  for (const Group group : all_of<Group>()) lines.push_back(group_in_words(voices, group, time));
  lines.emplace_back(
      "These are posts about a group, found by words, not posts by it, and they do not say how it fares.");
  lines.push_back(languages_in_words(voices));
  for (const store::VoiceCount& network : voices.networks)
    if (network.posts == 0)
      // Imported rows without a network are of one of that name, as the source is that brought them all.
      lines.push_back(fmt::format("No {} in {}: {}.",
                                  network.name == kImportedNetwork ? "import without a network"
                                                                   : "post of the network " + network.name,
                                  time, since_in_words(network.last_day)));
  for (const Watched& source : watched_sources(coverage, around))
    if (source.posts == 0)
      lines.push_back(
          fmt::format("{} brought no post in {}: {}.", source.name, time, since_in_words(source.last_day)));
  if (const auto days = silent_days(voices); !days.empty())
    lines.push_back(fmt::format("Silence, collection worked and nobody posted, on {}: {}.",
                                counted(static_cast<std::int64_t>(days.size()), "day"), days_in_words(days)));
  if (const auto days = missing_days(voices); !days.empty())
    lines.push_back(fmt::format("Nothing was collected, so that nobody knows what was said, on {}: {}.",
                                counted(static_cast<std::int64_t>(days.size()), "day"), days_in_words(days)));
  return lines;
}

void write_voices(JsonWriter& json, const store::CoverageResult& coverage,
                  const CoverageSurroundings& around) {
  const store::Voices& voices = coverage.voices;
  json.key("voices").begin_object().key("classified").integer(voices.classified);
  write_groups(json, voices);
  json.key("other_languages").begin_array();
  for (const store::VoiceCount& each : voices.other_languages)
    json.begin_object().key("language").text(each.name).key("posts").integer(each.posts).end_object();
  json.end_array().key("no_words").integer(voices.no_words).key("networks").begin_array();
  for (const store::VoiceCount& each : voices.networks) {
    json.begin_object().key("network").text(each.name).key("posts").integer(each.posts);
    write_day(json, "last_post_on", each.last_day);
    json.end_object();
  }
  json.end_array().key("sources").begin_array();
  for (const Watched& each : watched_sources(coverage, around)) {
    json.begin_object().key("source").text(each.name).key("posts").integer(each.posts);
    write_day(json, "last_post_on", each.last_day);
    json.end_object();
  }
  json.end_array();
  write_days(json, "silent_days", silent_days(voices));
  write_days(json, "days_without_collection", missing_days(voices));
  json.end_object();
}

std::string voices_drawing(const store::CoverageResult& coverage, const Terminal& terminal) {
  const store::Voices& voices = coverage.voices;
  std::int64_t most = 0;
  std::size_t width = 0;
  for (const Group group : all_of<Group>()) {
    most = std::max(most, voices.groups[index_of(group)]);
    width = std::max(width, name_of_group(group).size());
  }
  const std::size_t fixed = width + 3 + fmt::format("{}", most).size();
  const std::size_t room = terminal.columns > fixed + 5 ? terminal.columns - fixed : 5;
  std::string text = bold("Posts about", terminal) + "\n";
  for (const Group group : all_of<Group>()) {
    const std::int64_t posts = voices.groups[index_of(group)];
    const std::string line = bar(static_cast<double>(posts), static_cast<double>(most), room, terminal);
    text += fmt::format("{}  {}{}\n", padded(name_of_group(group), width), line.empty() ? line : line + " ",
                        is_unknown(voices) ? std::string{"not known"}
                        : posts == 0       ? std::string{"none"}
                                           : fmt::format("{}", posts));
  }
  if (voices.days.empty()) return text;
  text += "\n" + bold("Day by day", terminal) + "\n";
  for (const std::string& line :
       wrapped(fmt::format("the higher the more posts; {} silence; ? nothing was collected",
                           terminal.unicode ? "·" : ","),
               terminal.columns))
    text += line + "\n";
  return text + days_strip(voices, terminal);
}

}  // namespace nhs::report
