#include "notify/message_json.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "core/json.h"

namespace nhs::notify {

std::string message_json(const store::AlertMessage& message) {
  JsonWriter json;
  json.begin_object().key("schema").text("nhsvalues.alert/1").key("key").text(message.key);
  json.key("rule").text(message.rule).key("event").text(id_of(message.event));
  json.key("at").text(format_utc(message.at)).key("title").text(message.title).key("text").text(message.text);
  json.key("posts").begin_array();
  for (const std::int64_t ref : message.posts) json.integer(ref);
  json.end_array().key("command").text(message.command).end_object();
  return std::string{json.str()};
}

std::vector<config::MessagePart> parts_of(const store::AlertMessage& message) {
  return {{"key", message.key},
          {"rule", message.rule},
          {"event", std::string{id_of(message.event)}},
          {"title", message.title},
          {"text", message.text},
          {"at", format_utc(message.at)},
          {"posts", fmt::format("{}", fmt::join(message.posts, ", "))},
          {"command", message.command}};
}

}  // namespace nhs::notify
