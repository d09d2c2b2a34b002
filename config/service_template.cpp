#include "config/service_template.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <optional>
#include <utility>

namespace nhs::config {
namespace {

constexpr std::array<std::pair<std::string_view, Placeholder>, 6> kNames{{
    {"url", Placeholder::url},
    {"tag", Placeholder::tag},
    {"since", Placeholder::since},
    {"page", Placeholder::page},
    {"secret", Placeholder::secret},
    {"token", Placeholder::token},
}};

/// The name in a `{name}` that the text starts with; empty when it starts with none.
std::string_view placeholder_name_at(std::string_view text) {
  const std::size_t end = text.find_first_not_of("abcdefghijklmnopqrstuvwxyz", 1);
  return end == std::string_view::npos || text[end] != '}' ? std::string_view{} : text.substr(1, end - 1);
}

std::optional<Placeholder> placeholder_named(std::string_view name) {
  for (const auto& [known, placeholder] : kNames)
    if (known == name) return placeholder;
  return std::nullopt;
}

void add_text(ServiceTemplate& pieces, char c, int option) {
  if (pieces.empty() || pieces.back().is_placeholder || pieces.back().option != option)
    pieces.push_back({"", false, Placeholder::tag, option});
  pieces.back().text += c;
}

}  // namespace

tl::expected<ServiceTemplate, std::string> parse_template(std::string_view text) {
  ServiceTemplate pieces;
  int options = 0;
  bool within = false;
  for (std::size_t i = 0; i < text.size();) {
    const std::string_view rest = text.substr(i);
    const std::string_view mark = rest.substr(0, 2);
    if (mark == "[?" || (mark == "?]" && within)) {
      if (mark == "[?" && within) return tl::unexpected<std::string>("has a [? within another [?");
      within = mark == "[?";
      options += within ? 1 : 0;
      i += 2;
      continue;
    }
    const std::string_view name = rest.front() == '{' ? placeholder_name_at(rest) : std::string_view{};
    if (name.empty()) {
      add_text(pieces, rest.front(), within ? options : 0);
      ++i;
      continue;
    }
    const auto placeholder = placeholder_named(name);
    if (!placeholder)
      return tl::unexpected<std::string>(fmt::format(
          "has the unknown {{{}}}; known are {{tag}}, {{since}}, {{page}}, {{secret}}, {{token}} and {{url}}",
          name));
    pieces.push_back({"", true, *placeholder, within ? options : 0});
    i += name.size() + 2;
  }
  if (within) return tl::unexpected<std::string>("has a [? without its ?]");
  return pieces;
}

bool has_placeholder(const ServiceTemplate& parsed, Placeholder placeholder) {
  return std::any_of(parsed.begin(), parsed.end(), [placeholder](const TemplatePiece& piece) {
    return piece.is_placeholder && piece.placeholder == placeholder;
  });
}

}  // namespace nhs::config
