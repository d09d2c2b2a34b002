#include "report/source_trial.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <map>

#include "core/counted.h"
#include "core/json.h"
#include "report/json_members.h"

namespace nhs::report {
namespace {

std::vector<std::string> summary(const SourceTrial& trial) {
  std::vector<std::string> lines;
  if (!trial.works) {
    lines.push_back(fmt::format("{} does not work: {}", trial.source, trial.trouble));
  } else {
    std::string text =
        fmt::format("{} works: {} would be taken in", trial.source, counted(trial.posts.size(), "post"));
    if (trial.off_topic > 0) text += fmt::format("; {} without a topic", trial.off_topic);
    if (trial.opted_out > 0)
      text += fmt::format("; {} by people who ask not to be collected", trial.opted_out);
    lines.push_back(text + ". Nothing was stored.");
  }
  const auto undated = std::count_if(trial.posts.begin(), trial.posts.end(),
                                     [](const Post& post) { return !post.created_at; });
  if (undated > 0)
    lines.push_back(fmt::format("{} of {} have no date that can be read: they would be in no trend.", undated,
                                trial.posts.size()));
  if (!trial.notice.empty()) lines.push_back(fmt::format("Note: {}.", trial.notice));
  std::map<std::string, std::size_t> unreadable;
  for (const Unreadable& one : trial.unreadable) unreadable[one.cause] += static_cast<std::size_t>(one.items);
  for (const auto& [cause, items] : unreadable)
    lines.push_back(fmt::format("Could not be read: {} ({}).", counted(items, "item"), cause));
  return lines;
}

/// A line of a block; nothing for what the post does not have.
std::string field(std::string_view name, std::string_view value) {
  if (value.empty()) return {};
  return fmt::format("  {:<9} {}\n", name, terminal_safe(value));
}

std::string text_field(std::string_view text, const Terminal& terminal) {
  constexpr std::size_t kIndent = 12;
  const std::size_t columns = std::max<std::size_t>(terminal.columns, 40) - kIndent;
  std::string block;
  for (const std::string& line : wrapped(terminal_safe(text, false), columns)) {
    std::string row = fmt::format("  {:<9} {}", block.empty() ? "text" : "", line);
    row.erase(row.find_last_not_of(' ') + 1);
    block += row + "\n";
  }
  return block;
}

std::string block_of(const Post& post, const TimeZone& zone, const Terminal& terminal) {
  std::string block = fmt::format("\n{}\n", post.created_at ? zone.format(*post.created_at) : "no date");
  block += field("id", post.id);
  block += field("url", post.url);
  block += field("author", post.author);
  block += field("language", post.language);
  block += field("tags", fmt::format("{}", fmt::join(post.tags, ", ")));
  block += field("edited", post.edited_at ? zone.format(*post.edited_at) : "");
  block += field("answers", post.in_reply_to);
  if (post.quotable == false) block += field("quoting", "its author asks not to be quoted");
  return block + text_field(post.text, terminal);
}

void write_post(JsonWriter& json, const Post& post) {
  json.begin_object().key("network").text(post.network).key("id").text(post.id).key("url").text(post.url);
  json.key("author").text(post.author);
  write_time(json, "created_at", post.created_at);
  write_time(json, "edited_at", post.edited_at);
  json.key("language").text(post.language).key("tags").begin_array();
  for (const std::string& tag : post.tags) json.text(tag);
  json.end_array()
      .key("in_reply_to")
      .text(post.in_reply_to)
      .key("quotable")
      .boolean(post.quotable.value_or(true));
  json.key("text").text(post.text).end_object();
}

}  // namespace

std::string source_trial_text(const SourceTrial& trial, std::size_t most, const TimeZone& zone,
                              const Terminal& terminal) {
  std::string text = wrapped_lines(summary(trial), terminal);
  const std::size_t shown = std::min(most, trial.posts.size());
  for (std::size_t i = 0; i < shown; ++i) text += block_of(trial.posts[i], zone, terminal);
  if (shown < trial.posts.size())
    text += fmt::format("\n{} more; --limit shows them.\n", trial.posts.size() - shown);
  if (trial.hides_people && shown > 0)
    text += "\nIds, addresses, authors and what texts tell of people are hidden; --reveal shows them.\n";
  return text;
}

std::string source_trial_json(const SourceTrial& trial, std::size_t most) {
  JsonWriter json;
  json.begin_object().key("schema").text("nhsvalues.sources-test/1").key("source").text(trial.source);
  json.key("kind").text(trial.kind).key("works").boolean(trial.works).key("trouble").text(trial.trouble);
  json.key("notice").text(trial.notice).key("taken").integer(static_cast<std::int64_t>(trial.posts.size()));
  json.key("off_topic").integer(trial.off_topic).key("opted_out").integer(trial.opted_out);
  json.key("hides_people").boolean(trial.hides_people);
  json.key("unreadable").begin_array();
  for (const Unreadable& one : trial.unreadable)
    json.begin_object().key("cause").text(one.cause).key("items").integer(one.items).end_object();
  json.end_array().key("posts").begin_array();
  for (std::size_t i = 0; i < std::min(most, trial.posts.size()); ++i) write_post(json, trial.posts[i]);
  json.end_array().end_object();
  return std::string{json.str()} + "\n";
}

}  // namespace nhs::report
