#include "daemon/log_lines.h"

#include <fmt/format.h>

#include "core/json.h"
#include "core/time.h"

namespace nhs::daemon {
namespace {

std::string moment(std::chrono::system_clock::time_point at) {
  const auto whole = std::chrono::floor<std::chrono::seconds>(at);
  const auto milliseconds = std::chrono::duration_cast<std::chrono::milliseconds>(at - whole).count();
  std::string text = format_utc(whole);
  text.insert(text.size() - 1, fmt::format(".{:03}", milliseconds));
  return text;
}

}  // namespace

std::string source_of(std::string_view message, const std::vector<std::string>& sources) {
  for (const std::string& source : sources) {
    if (message.substr(0, source.size()) != source) continue;
    const std::string_view rest = message.substr(source.size());
    if (rest.substr(0, 2) == ": " || rest.substr(0, 2) == " #") return source;
  }
  return {};
}

int priority_of(config::LogLevel level) {
  switch (level) {
    case config::LogLevel::error:
      return 3;
    case config::LogLevel::warning:
      return 4;
    case config::LogLevel::info:
      return 6;
    case config::LogLevel::debug:
      break;
  }
  return 7;
}

std::string json_line(const LogLine& line) {
  JsonWriter json;
  json.begin_object().key("time").text(moment(line.at)).key("level").text(id_of(line.level));
  if (!line.source.empty()) json.key("source").text(line.source);
  json.key("message").text(line.message).end_object();
  return std::string{json.str()};
}

std::vector<std::pair<std::string, std::string>> journal_fields(const LogLine& line) {
  std::vector<std::pair<std::string, std::string>> fields = {
      {"MESSAGE", line.message},
      {"PRIORITY", fmt::format("{}", priority_of(line.level))},
      {"SYSLOG_IDENTIFIER", "nhsvaluesd"}};
  if (!line.source.empty()) fields.emplace_back("SOURCE", line.source);
  return fields;
}

}  // namespace nhs::daemon
