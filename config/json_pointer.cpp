#include "config/json_pointer.h"

#include "config/checks.h"

namespace nhs::config {
namespace {

/// Deeper than any answer that core/json.h reads is of use for.
constexpr std::size_t kMaxSteps = 20;

/// `~1` is a slash within a step and `~0` a tilde (RFC 6901, 4); nothing for another letter after `~`.
std::optional<std::string> unescaped(std::string_view step) {
  std::string text;
  for (std::size_t i = 0; i < step.size(); ++i) {
    if (step[i] != '~') {
      text += step[i];
      continue;
    }
    if (++i == step.size() || (step[i] != '0' && step[i] != '1')) return std::nullopt;
    text += step[i] == '0' ? '~' : '/';
  }
  return text;
}

}  // namespace

std::optional<JsonPointer> parse_json_pointer(std::string_view text) {
  JsonPointer pointer;
  const std::size_t colon = text.find(':');
  if (colon < text.find('/')) {
    pointer.join = text.substr(0, colon);
    text.remove_prefix(colon + 1);
    if (!is_name(pointer.join)) return std::nullopt;
  }
  if (text.empty()) return pointer;
  if (text.front() != '/') return std::nullopt;
  while (!text.empty()) {
    text.remove_prefix(1);
    const std::string_view step = text.substr(0, text.find('/'));
    auto plain = unescaped(step);
    if (!plain || pointer.steps.size() == kMaxSteps) return std::nullopt;
    pointer.steps.push_back(*std::move(plain));
    text.remove_prefix(step.size());
  }
  return pointer;
}

std::string written_pointer(const JsonPointer& pointer) {
  std::string text = pointer.join.empty() ? "" : pointer.join + ":";
  for (const std::string& step : pointer.steps) {
    text += '/';
    for (const char c : step)
      if (c == '~')
        text += "~0";
      else if (c == '/')
        text += "~1";
      else
        text += c;
  }
  return text;
}

std::optional<JsonCondition> parse_json_condition(std::string_view text) {
  const std::size_t equals = text.find('=');
  auto pointer = parse_json_pointer(text.substr(0, equals));
  if (!pointer) return std::nullopt;
  JsonCondition condition{*std::move(pointer), std::nullopt};
  if (equals != std::string_view::npos) condition.value = text.substr(equals + 1);
  return condition;
}

}  // namespace nhs::config
