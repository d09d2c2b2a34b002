#include "cli/filter_options.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

#include "cli/choice.h"
#include "cli/periods_asked.h"
#include "cli/report_period.h"
#include "cli/words_to_keep.h"
#include "core/ascii.h"
#include "core/text.h"
#include "report/signals_text.h"

namespace nhs::cli {
namespace {

const char* const kGroup = "Which posts";

/// The members that the texts name; only ids stand in options (choice.h).
template <typename Enum>
std::vector<Enum> members(const std::vector<std::string>& ids) {
  std::vector<Enum> found;
  for (const std::string& id : ids) found.push_back(from_id<Enum>(id).value());
  return found;
}

template <typename Enum>
std::optional<Enum> member(const std::string& id) {
  return id.empty() ? std::nullopt : from_id<Enum>(id);
}

std::string either(const std::vector<std::string>& names) {
  std::string text;
  for (const std::string& name : names) text += (text.empty() ? "" : " or ") + name;
  return text;
}

/// Only ids of ours are words with underscores; what people named keeps its own.
std::string either_id(const std::vector<std::string>& ids) {
  std::string text = either(ids);
  std::replace(text.begin(), text.end(), '_', ' ');
  return text;
}

/// An option with its value; one that begins with a dash would else be read as an option.
std::string argument(std::string_view option, const std::string& value) {
  return fmt::format("{}{}{}", option, value.rfind('-', 0) == 0 ? '=' : ' ', shell_word(value));
}

Result<store::SearchQuery> saved_search(const config::Config& config, const std::string& name) {
  std::vector<std::string> names;
  for (const config::SavedQuery& saved : config.queries) {
    names.push_back(saved.name);
    if (saved.name != name) continue;
    auto query = store::parse_query(saved.text);
    if (!query)
      return fail(ExitStatus::configuration,
                  fmt::format("{}: query.text of {}: {}", config.file.string(), name, query.error().message));
    return query;
  }
  return fail(ExitStatus::usage,
              names.empty()
                  ? fmt::format("--saved {}: the configuration has no [[query]]; --query takes a text", name)
                  : fmt::format("--saved {}: the configuration has no [[query]] of this name{}; it has {}",
                                name, did_you_mean(name, names), fmt::join(names, ", ")));
}

std::string with_times(const store::Filter& filter, const std::string& rest) {
  std::string text = filter.since ? "from " + format_day(*filter.since) : "";
  if (filter.until) text += (text.empty() ? "before " : ", before ") + format_day(*filter.until);
  return text + (text.empty() || rest.empty() ? "" : ", ") + rest;
}

}  // namespace

std::string shell_word(const std::string& text) {
  const auto plain = [](char c) {
    return is_letter(c) || is_digit(c) || std::string_view{"_-./:@%+=,"}.find(c) != std::string_view::npos;
  };
  if (!text.empty() && std::all_of(text.begin(), text.end(), plain)) return text;
  std::string word = "'";
  for (const char c : text) word += c == '\'' ? std::string{"'\\''"} : std::string{c};
  return word + "'";
}

void FilterOptions::add_to(Command command) {
  add_without_findings_to(command);
  add_findings_to(command);
}

void FilterOptions::add_without_findings_to(Command command) {
  Option since =
      command
          .add_option("--since", since_,
                      "From this day on: 7d, 12w, yesterday, 2026-11-01, 2026-11, 2026-W46, 2026-Q3, 2026/27")
          .type_name("TIME")
          .group(kGroup);
  Option until = command.add_option("--until", until_, "Up to, and not including, this day")
                     .type_name("TIME")
                     .group(kGroup);
  add_period_option(command, period_).group(kGroup).excludes(since).excludes(until);
  command.add_option("--network", networks_, "mastodon, feed, ...").type_name("NAME").group(kGroup);
  command.add_option("--source", sources_, "A source by its name in the configuration")
      .type_name("NAME")
      .group(kGroup);
  command.add_option("--tag", tag_, "A hashtag that posts carry").type_name("TAG").group(kGroup);
  command.add_option("--language", language_, "en, cy, pl, ...").type_name("CODE").group(kGroup);
  add_search_to(command);
}

bool FilterOptions::any_given(Command command) { return command.any_given_of(kGroup); }

void FilterOptions::add_search_to(Command command) {
  Option query =
      command
          .add_option("--query", query_,
                      "Words in the text: waiting \"long delay\" -parking tag:TeamLeeds wait* OR delay")
          .type_name("TEXT")
          .group(kGroup);
  Option fts = command.add_option("--fts", fts_, "The same as an expression of SQLite's FTS5")
                   .type_name("EXPRESSION")
                   .group(kGroup);
  Option saved = command.add_option("--saved", saved_, "A [[query]] of the configuration, by its name")
                     .type_name("NAME")
                     .group(kGroup);
  fts.excludes(query);
  saved.excludes(query).excludes(fts);
}

void FilterOptions::add_findings_to(Command command) {
  command.add_option("--value", values_, "One of the six values; may be given several times")
      .transform(one_of<Value>())
      .group(kGroup);
  command.add_option("--direction", direction_, "Lived up to, fell short, or only named")
      .transform(one_of<Direction>())
      .group(kGroup);
  command.add_option("--sentiment", sentiment_, "The author's attitude")
      .transform(one_of<Sentiment>())
      .group(kGroup);
  command.add_option("--kind", kinds_, "The sort of post").transform(one_of<Kind>()).group(kGroup);
  command.add_option("--group", groups_, "An inclusion group that posts are about")
      .transform(one_of<Group>())
      .group(kGroup);
  command
      .add_flag("--once-per-author", once_per_author_,
                "Of each author only the first post: of a period in trends, of all in a list")
      .group(kGroup);
}

Result<std::optional<store::SearchQuery>> FilterOptions::search(const config::Config& config) const {
  if (!query_ && !fts_ && !saved_) return std::nullopt;
  auto query = saved_ ? saved_search(config, *saved_)
               : fts_ ? store::raw_query(*fts_)
                      : store::parse_query(*query_);
  if (!query) return tl::unexpected(query.error());
  return *std::move(query);
}

Result<void> FilterOptions::take_times(LocalDay today, store::Filter& filter) const {
  const auto day_of = [&](const std::string& text, std::optional<LocalDay>& day) -> Result<void> {
    if (text.empty()) return {};
    const auto period = parse_period(text, today);
    if (!period) return tl::unexpected(period.error());
    day = period->from;
    return {};
  };
  if (!period_.empty()) {
    const auto period = parse_report_period(period_, today);
    if (!period) return tl::unexpected(period.error());
    filter.since = period->from;
    filter.until = days_so_far(*period, today).to;
    return {};
  }
  if (auto read = day_of(since_, filter.since); !read) return read;
  if (auto read = day_of(until_, filter.until); !read) return read;
  if (filter.since && filter.until && *filter.since >= *filter.until)
    return tl::unexpected(
        ends_before_it_begins(since_, until_, *filter.since, parse_period(until_, today).value()));
  return {};
}

Result<store::Filter> FilterOptions::filter(const ReadingSession& session) const {
  store::Filter filter;
  if (auto taken = take_times(session.today, filter); !taken) return tl::unexpected(taken.error());
  filter.values = members<Value>(values_);
  filter.direction = member<Direction>(direction_);
  filter.sentiment = member<Sentiment>(sentiment_);
  filter.networks = networks_;
  filter.sources = sources_;
  filter.kinds = members<Kind>(kinds_);
  filter.groups = members<Group>(groups_);
  if (!tag_.empty()) filter.tag = tag_key(tag_);
  // Posts have the language alone, without a country: `en` of `en-GB`.
  if (!language_.empty()) filter.language = folded(language_.substr(0, language_.find_first_of("-_")));
  auto query = search(session.config);
  if (!query) return tl::unexpected(query.error());
  filter.query = *std::move(query);
  filter.once_per_author = once_per_author_;
  return filter;
}

std::string FilterOptions::in_words_with_times(const store::Filter& filter) const {
  return with_times(filter, in_words());
}

Result<KeptWords> FilterOptions::in_words_to_keep(const ReadingSession& session, const store::Filter& filter,
                                                  KeptWhere where) const {
  WordsToKeep keep{session};
  const auto networks = keep.networks(networks_);
  if (!networks) return tl::unexpected(networks.error());
  const auto sources = keep.sources(sources_);
  if (!sources) return tl::unexpected(sources.error());
  const auto language = keep.language(filter.language);
  if (!language) return tl::unexpected(language.error());
  Told told = as_typed();
  told.networks = either(*networks);
  told.sources = either(*sources);
  told.language = *language;
  if (filter.tag && where == KeptWhere::in_database) told.tag = keep.tag(*filter.tag);
  if (query_ || fts_) told.query = keep.query();
  // A saved query keeps its name when it is edited.
  return KeptWords{with_times(filter, in_words(told)), keep.hid_some() || saved_.has_value()};
}

FilterOptions::Told FilterOptions::as_typed() const {
  Told told{either(networks_), either(sources_), tag_, language_, {}};
  if (!tag_.empty() && tag_.front() != '#') told.tag = "#" + tag_;
  if (query_ || fts_) told.query = fmt::format("matching '{}'", query_ ? *query_ : *fts_);
  return told;
}

FilterOptions::Told FilterOptions::as_typed_by(Bucket by) const {
  Told told = as_typed();
  told.once = fmt::format("each author once in each {}", report::noun_of(by));
  return told;
}

std::string FilterOptions::in_words() const { return in_words(as_typed()); }

std::string FilterOptions::in_words_by(Bucket by) const { return in_words(as_typed_by(by)); }

std::string FilterOptions::in_words(const Told& told) const {
  std::vector<std::string> parts = base_parts(told);
  if (!direction_.empty()) parts.insert(parts.begin(), direction_);
  if (!values_.empty()) parts.insert(parts.begin(), either_id(values_));
  return fmt::format("{}", fmt::join(parts, ", "));
}

std::string FilterOptions::base_in_words_by(Bucket by) const {
  return fmt::format("{}", fmt::join(base_parts(as_typed_by(by)), ", "));
}

std::vector<std::string> FilterOptions::base_parts(const Told& told) const {
  std::vector<std::string> parts;
  if (!sentiment_.empty()) parts.push_back(sentiment_);
  if (!kinds_.empty()) parts.push_back(either_id(kinds_));
  if (!groups_.empty()) parts.push_back("about " + either_id(groups_));
  if (!told.networks.empty()) parts.push_back("on " + told.networks);
  if (!told.sources.empty()) parts.push_back("seen by " + told.sources);
  if (!told.tag.empty()) parts.push_back(told.tag);
  if (!told.language.empty()) parts.push_back("in " + told.language);
  if (!told.query.empty()) parts.push_back(told.query);
  if (saved_) parts.push_back("matching the saved query " + *saved_);
  if (once_per_author_) parts.push_back(told.once);
  return parts;
}

std::string FilterOptions::arguments() const {
  std::vector<std::string> words;
  const auto add = [&](std::string_view option, const std::optional<std::string>& value) {
    if (value && !value->empty()) words.push_back(argument(option, *value));
  };
  const auto add_each = [&](std::string_view option, const std::vector<std::string>& values) {
    for (const std::string& value : values) add(option, value);
  };
  add("--sentiment", sentiment_);
  add_each("--kind", kinds_);
  add_each("--group", groups_);
  add_each("--network", networks_);
  add_each("--source", sources_);
  add("--tag", tag_);
  add("--language", language_);
  add("--query", query_);
  add("--fts", fts_);
  add("--saved", saved_);
  if (once_per_author_) words.emplace_back("--once-per-author");
  return fmt::format("{}", fmt::join(words, " "));
}

}  // namespace nhs::cli
