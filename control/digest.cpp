#include "control/digest.h"

#include <fmt/format.h>

#include <algorithm>

#include "control/json_members.h"
#include "control/office.h"

namespace nhs::control {
namespace {

constexpr std::size_t kLongestTitle = 300;
constexpr std::string_view kDaily = "daily/";
constexpr std::string_view kWeekly = "weekly/";

bool starts_with(std::string_view text, std::string_view start) {
  return text.substr(0, start.size()) == start;
}

bool is_name(std::string_view name) {
  const std::size_t kind = starts_with(name, kDaily)    ? kDaily.size()
                           : starts_with(name, kWeekly) ? kWeekly.size()
                                                        : std::string_view::npos;
  if (kind >= name.size() || name.size() > kind + 10) return false;
  return std::all_of(name.begin() + static_cast<std::ptrdiff_t>(kind), name.end(),
                     [](char c) { return (c >= '0' && c <= '9') || c == '-' || c == 'W'; });
}

}  // namespace

void SendDigest::write(JsonWriter& json) const {
  json.key("name").text(name).key("title").text(title).key("text").text(text).key("html").text(html);
  json.key("command").text(command).key("posts").begin_array();
  for (const std::int64_t ref : posts) json.integer(ref);
  json.end_array();
}

Result<SendDigest> SendDigest::read(JsonView json) {
  SendDigest digest{json["name"].text_or_empty(),    json["title"].text_or_empty(),
                    json["text"].text_or_empty(),    json["html"].text_or_empty(),
                    json["command"].text_or_empty(), {}};
  if (!is_name(digest.name)) return faulty("name", "that of a digest");
  if (digest.title.empty() || digest.title.size() > kLongestTitle) return faulty("title", "a line");
  if (digest.text.empty() || digest.html.empty() || digest.text.size() + digest.html.size() > kLongestDigest)
    return faulty("text and html", fmt::format("there, with at most {} bytes together", kLongestDigest));
  if (digest.command.size() > kLongestTitle) return faulty("command", "a command");
  const JsonView list = json["posts"];
  if (!list.is_array() || list.size() > kMostDigestPosts)
    return faulty("posts", fmt::format("a list of at most {}", kMostDigestPosts));
  for (std::size_t i = 0; i < list.size(); ++i) {
    const auto ref = list.at(i).integer();
    if (!ref || *ref < 1) return faulty("posts", "whole numbers above 0");
    digest.posts.push_back(*ref);
  }
  return digest;
}

Result<AlertQueued> SendDigest::perform(const Office& office) const {
  if (!office.by_owner)
    return fail(
        ExitStatus::no_permission,
        "a digest is sent by the user whose database it is: sudo -u nhsvalues nhsvalues digest --send; "
        "without --send anybody who may read the database can look at it");
  const bool daily = starts_with(name, kDaily);
  const auto& targets = daily ? office.config.digest.daily : office.config.digest.weekly;
  if (targets.empty())
    return fail(ExitStatus::configuration,
                fmt::format("nobody gets this digest: name targets in [digest] {} of the configuration",
                            daily ? "daily" : "weekly"));
  store::AlertMessage message;
  message.rule = daily ? "daily-digest" : "weekly-digest";
  message.title = title;
  message.text = text;
  message.command = command;
  message.posts = posts;
  message.digest = name;
  message.html = html;
  const auto id = office.store.queue_digest(message, targets, office.act);
  if (!id) return tl::unexpected(id.error());
  return AlertQueued{*id};
}

}  // namespace nhs::control
