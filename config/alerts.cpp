#include "config/alerts.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

#include "core/json.h"

namespace nhs::config {
namespace {

/// `07:30`, in minutes.
std::optional<int> time_of_day(std::string_view text) {
  const auto digit = [&](std::size_t at) { return text[at] >= '0' && text[at] <= '9'; };
  if (text.size() != 5 || text[2] != ':' || !digit(0) || !digit(1) || !digit(3) || !digit(4))
    return std::nullopt;
  const int hours = (text[0] - '0') * 10 + (text[1] - '0');
  const int minutes = (text[3] - '0') * 10 + (text[4] - '0');
  return hours < 24 && minutes < 60 ? std::optional{hours * 60 + minutes} : std::nullopt;
}

/// The name of `{name}` that the text begins with; empty for a brace that opens no name.
std::string_view name_at(std::string_view text) {
  const std::size_t end = text.find_first_not_of("abcdefghijklmnopqrstuvwxyz_", 1);
  return end == std::string_view::npos || end == 1 || text[end] != '}' ? std::string_view{}
                                                                       : text.substr(1, end - 1);
}

std::string escaped(const std::string& value) {
  JsonWriter json;
  json.text(value);
  const std::string_view quoted = json.str();
  return std::string{quoted.substr(1, quoted.size() - 2)};
}

/// Puts something in the place of each name.
template <typename ValueOf>
std::string with_names(std::string_view body, const ValueOf& value_of) {
  std::string text;
  for (std::size_t at = 0; at < body.size();) {
    const std::string_view name = body[at] == '{' ? name_at(body.substr(at)) : std::string_view{};
    if (name.empty()) {
      text += body[at++];
    } else {
      text += value_of(name);
      at += name.size() + 2;
    }
  }
  return text;
}

}  // namespace

std::optional<QuietHours> parse_quiet_hours(std::string_view text) {
  if (text.size() != 11 || text[5] != '-') return std::nullopt;
  const auto from = time_of_day(text.substr(0, 5));
  const auto until = time_of_day(text.substr(6));
  if (!from || !until || *from == *until) return std::nullopt;
  return QuietHours{*from, *until};
}

std::vector<AlertRule> usual_alerts() {
  using namespace std::chrono_literals;
  AlertRule stale;
  stale.name = "stale-source";
  stale.kind = AlertKind::stale_source;
  AlertRule disk;
  disk.name = "disk-space";
  disk.kind = AlertKind::disk_space;
  AlertRule concern;
  concern.name = "concern";
  concern.kind = AlertKind::concern;
  std::vector<AlertRule> usual = {std::move(stale), std::move(disk), std::move(concern)};
  for (AlertRule& rule : usual) rule.repeat_every = 24h;
  return usual;
}

std::string filled_body(std::string_view body, const std::vector<MessagePart>& parts) {
  return with_names(body, [&](std::string_view name) {
    const auto part =
        std::find_if(parts.begin(), parts.end(), [&](const MessagePart& each) { return each.name == name; });
    return part == parts.end() ? fmt::format("{{{}}}", name) : escaped(part->value);
  });
}

std::optional<std::string> fault_of_body(std::string_view body) {
  std::string unknown;
  std::vector<MessagePart> sample;
  for (const std::string_view name : kMessageParts)
    sample.push_back({name, name == "posts" ? "1, 2" : "a \"text\""});
  with_names(body, [&](std::string_view name) {
    if (std::find(kMessageParts.begin(), kMessageParts.end(), name) == kMessageParts.end()) unknown = name;
    return std::string{};
  });
  if (!unknown.empty())
    return fmt::format("JSON in which braces name {} ({{{}}} is not among them)",
                       fmt::join(kMessageParts, ", "), unknown);
  const auto json = JsonDocument::parse(filled_body(body, sample));
  if (!json || !json->root().is_object()) return "a JSON object once its parts are put in";
  return std::nullopt;
}

}  // namespace nhs::config
