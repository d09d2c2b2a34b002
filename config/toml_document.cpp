#include "config/toml_document.h"

#include <fmt/format.h>
#include <toml++/toml.h>

#include <algorithm>
#include <optional>

#include "core/text.h"

namespace nhs::config {
namespace {

/// toml++ quotes what it met, line breaks and all.
std::string one_line(std::string_view words) {
  std::string line = repaired(words);
  std::replace(line.begin(), line.end(), '\n', ' ');
  return line;
}

constexpr std::size_t kMaxLineBytes = 4096;
/// Tables and lists within each other; the configuration needs three.
constexpr int kMaxDepth = 8;

int line_of(const toml::source_region& source) { return std::max(1, static_cast<int>(source.begin.line)); }

std::optional<TomlFault> find_long_line(std::string_view toml) {
  int line = 1;
  for (std::size_t start = 0; start < toml.size(); ++line) {
    const std::size_t end = std::min(toml.find('\n', start), toml.size());
    if (end - start > kMaxLineBytes)
      return TomlFault{line, fmt::format("the line is over {} bytes; break it", kMaxLineBytes)};
    start = end + 1;
  }
  return std::nullopt;
}

TomlValue from_node(const toml::node& node, int depth);

void read_members(const toml::table& table, TomlValue& value, int depth) {
  for (const auto& [key, node] : table) {
    TomlValue member = from_node(node, depth + 1);
    if (key.source().begin) member.line = line_of(key.source());
    value.members.push_back({repaired(key.str()), std::move(member)});
  }
  std::stable_sort(value.members.begin(), value.members.end(),
                   [](const auto& a, const auto& b) { return a.value.line < b.value.line; });
}

TomlValue from_node(const toml::node& node, int depth) {
  TomlValue value;
  value.line = line_of(node.source());
  if (const auto* text = node.as_string()) {
    value.type = TomlValue::Type::text;
    value.text = text->get();
  } else if (const auto* boolean = node.as_boolean()) {
    value.type = TomlValue::Type::boolean;
    value.boolean = boolean->get();
  } else if (node.is_number()) {
    value.type = TomlValue::Type::number;
    value.number = node.value<double>().value_or(0.0);
  } else if (const auto* list = node.as_array()) {
    value.type = TomlValue::Type::list;
    if (depth < kMaxDepth)
      for (const toml::node& item : *list) value.items.push_back(from_node(item, depth + 1));
  } else if (const auto* table = node.as_table()) {
    value.type = TomlValue::Type::table;
    if (depth < kMaxDepth) read_members(*table, value, depth);
  } else {
    value.type = TomlValue::Type::date;
    if (const auto* day = node.as_date())
      value.text = fmt::format("{:04}-{:02}-{:02}", day->get().year, day->get().month, day->get().day);
  }
  return value;
}

}  // namespace

tl::expected<TomlValue, TomlFault> read_toml(std::string_view toml) {
  if (auto fault = find_long_line(toml)) return tl::unexpected<TomlFault>(*std::move(fault));
  try {
    return from_node(toml::parse(toml), 0);
  } catch (const toml::parse_error& error) {
    return tl::unexpected<TomlFault>(
        TomlFault{line_of(error.source()), fmt::format("not TOML: {}", one_line(error.description()))});
  }
}

std::string_view name_of(TomlValue::Type type) {
  switch (type) {
    case TomlValue::Type::text:
      return "a text";
    case TomlValue::Type::boolean:
      return "true or false";
    case TomlValue::Type::number:
      return "a number";
    case TomlValue::Type::date:
      return "a date or time";
    case TomlValue::Type::list:
      return "a list";
    case TomlValue::Type::table:
      return "a table";
  }
  return "a value";
}

}  // namespace nhs::config
