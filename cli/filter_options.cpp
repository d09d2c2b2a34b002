#include "cli/filter_options.h"

#include <fmt/format.h>

#include <algorithm>

#include "core/text.h"

namespace nhs::cli {
namespace {

const char* const kGroup = "Which posts";

template <typename Enum>
CLI::Validator one_of() {
  std::vector<std::string> ids(Vocabulary<Enum>::ids.begin(), Vocabulary<Enum>::ids.end());
  return CLI::IsMember(ids);
}

/// The members that the texts name; CLI::IsMember has let only ids pass.
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

}  // namespace

void FilterOptions::add_to(CLI::App& command) {
  add_without_findings_to(command);
  add_findings_to(command);
}

void FilterOptions::add_without_findings_to(CLI::App& command) {
  command
      .add_option("--since", since_,
                  "From this day on: 7d, 12w, yesterday, 2026-11-01, 2026-11, 2026-W46, 2026-Q3, 2026/27")
      ->type_name("TIME")
      ->group(kGroup);
  command.add_option("--until", until_, "Up to, and not including, this day")
      ->type_name("TIME")
      ->group(kGroup);
  command.add_option("--network", networks_, "mastodon, feed, ...")->type_name("NAME")->group(kGroup);
  command.add_option("--source", sources_, "A source by its name in the configuration")
      ->type_name("NAME")
      ->group(kGroup);
  command.add_option("--tag", tag_, "A hashtag that posts carry")->type_name("TAG")->group(kGroup);
  command.add_option("--language", language_, "en, cy, pl, ...")->type_name("CODE")->group(kGroup);
}

void FilterOptions::add_findings_to(CLI::App& command) {
  command.add_option("--value", values_, "One of the six values; may be given several times")
      ->check(one_of<Value>())
      ->group(kGroup);
  command.add_option("--direction", direction_, "Lived up to, fell short, or only named")
      ->check(one_of<Direction>())
      ->group(kGroup);
  command.add_option("--sentiment", sentiment_, "The author's attitude")
      ->check(one_of<Sentiment>())
      ->group(kGroup);
  command.add_option("--kind", kinds_, "The sort of post")->check(one_of<Kind>())->group(kGroup);
  command.add_option("--group", groups_, "An inclusion group that posts are about")
      ->check(one_of<Group>())
      ->group(kGroup);
}

Result<store::Filter> FilterOptions::filter(LocalDay today) const {
  store::Filter filter;
  const auto day_of = [&](const std::string& text, std::optional<LocalDay>& day) -> Result<void> {
    if (text.empty()) return {};
    const auto period = parse_period(text, today);
    if (!period) return tl::unexpected(period.error());
    day = period->from;
    return {};
  };
  if (auto read = day_of(since_, filter.since); !read) return tl::unexpected(read.error());
  if (auto read = day_of(until_, filter.until); !read) return tl::unexpected(read.error());
  if (filter.since && filter.until && *filter.since >= *filter.until)
    return fail(ExitStatus::usage,
                fmt::format("--since {} is not before --until {} (which is not included)", since_, until_));
  filter.values = members<Value>(values_);
  filter.direction = member<Direction>(direction_);
  filter.sentiment = member<Sentiment>(sentiment_);
  filter.networks = networks_;
  filter.sources = sources_;
  filter.kinds = members<Kind>(kinds_);
  filter.groups = members<Group>(groups_);
  if (!tag_.empty()) filter.tag = tag_key(tag_);
  if (!language_.empty()) filter.language = language_;
  return filter;
}

std::string FilterOptions::in_words_with_times(const store::Filter& filter) const {
  std::string text = filter.since ? "from " + format_day(*filter.since) : "";
  if (filter.until) text += (text.empty() ? "before " : ", before ") + format_day(*filter.until);
  const std::string rest = in_words();
  return text + (text.empty() || rest.empty() ? "" : ", ") + rest;
}

std::string FilterOptions::in_words() const {
  std::vector<std::string> parts;
  if (!values_.empty()) parts.push_back(either_id(values_));
  if (!direction_.empty()) parts.push_back(direction_);
  if (!sentiment_.empty()) parts.push_back(sentiment_);
  if (!kinds_.empty()) parts.push_back(either_id(kinds_));
  if (!groups_.empty()) parts.push_back("about " + either_id(groups_));
  if (!networks_.empty()) parts.push_back("on " + either(networks_));
  if (!sources_.empty()) parts.push_back("seen by " + either(sources_));
  if (!tag_.empty()) parts.push_back((tag_.front() == '#' ? "" : "#") + tag_);
  if (!language_.empty()) parts.push_back("in " + language_);
  std::string text;
  for (const std::string& part : parts) text += (text.empty() ? "" : ", ") + part;
  return text;
}

}  // namespace nhs::cli
