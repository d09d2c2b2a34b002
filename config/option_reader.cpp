#include "config/option_reader.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <optional>
#include <stdexcept>

#include "config/suggestion.h"
#include "core/text.h"

namespace nhs::config {
namespace {

constexpr std::size_t kMaxShownBytes = 60;

std::string_view words_for(OptionType type) {
  switch (type) {
    case OptionType::text:
      return "a text in quotes";
    case OptionType::boolean:
      return "true or false";
    case OptionType::number:
      return "a number";
    case OptionType::list_of_texts:
      return "a list of texts, [\"…\"]";
  }
  return "a value";
}

/// The value when it has the type.
std::optional<OptionValue> typed(const TomlValue& value, OptionType type) {
  if (type == OptionType::text && value.type == TomlValue::Type::text) return value.text;
  if (type == OptionType::boolean && value.type == TomlValue::Type::boolean) return value.boolean;
  if (type == OptionType::number && value.type == TomlValue::Type::number) return value.number;
  if (type != OptionType::list_of_texts || value.type != TomlValue::Type::list) return std::nullopt;
  std::vector<std::string> texts;
  for (const TomlValue& item : value.items) {
    if (item.type != TomlValue::Type::text) return std::nullopt;
    texts.push_back(item.text);
  }
  return texts;
}

std::string shown(const OptionValue& value) {
  std::string text;
  if (const auto* single = std::get_if<std::string>(&value)) text = fmt::format("\"{}\"", *single);
  if (const auto* list = std::get_if<std::vector<std::string>>(&value))
    text = list->empty() ? "empty" : fmt::format("\"{}\"", fmt::join(*list, "\", \""));
  if (const auto* number = std::get_if<double>(&value)) text = fmt::format("{}", *number);
  text = repaired(text.size() > kMaxShownBytes ? text.substr(0, kMaxShownBytes) + "…" : text);
  std::replace(text.begin(), text.end(), '\n', ' ');
  return text;
}

/// What is wrong with a value; nothing when it was put in its place.
std::optional<std::string> read_value(const TomlValue& value, const Option& option, const Place& place) {
  const auto right_type = typed(value, option.type);
  if (!right_type) {
    const std::string_view separator = option.allowed.empty() ? "" : ": ";
    return fmt::format("must be {}{}{} (is {})", words_for(option.type), separator, option.allowed,
                       value.type == TomlValue::Type::list ? "another list" : name_of(value.type));
  }
  if (!option.is_allowed(*right_type))
    return fmt::format("must be {}{}", option.allowed,
                       option.secret ? "" : fmt::format(" (is {})", shown(*right_type)));
  option.put(*right_type, place);
  return std::nullopt;
}

void put_fallback(const Option& option, const Place& place) {
  const auto document = read_toml(fmt::format("fallback = {}", option.fallback));
  if (!document || read_value(document->members.front().value, option, place))
    throw std::logic_error(fmt::format("the option table has a wrong fallback for {}", option.key));
}

/// What to say of a key that is not in the table of options.
std::string words_for_unknown(std::string_view name, std::string_view prefix) {
  std::vector<std::string_view> here;
  for (const Option& option : option_table()) {
    if (table_of(option.key) == prefix)
      here.push_back(name_in_table(option.key));
    else if (prefix.empty() && (here.empty() || here.back() != table_of(option.key)))
      here.push_back(table_of(option.key));
  }
  if (const auto meant = nearest(name, here)) return fmt::format("unknown key; did you mean {}?", *meant);
  for (const Option& option : option_table())
    if (name_in_table(option.key) == name)
      return table_of(option.key).empty()
                 ? fmt::format("unknown key here; {} stands at the top, before the first [table]", option.key)
                 : fmt::format("unknown key here; did you mean {}?", option.key);
  return fmt::format("unknown key; allowed here: {}", fmt::join(here, ", "));
}

std::string dotted(std::string_view prefix, std::string_view name) {
  return prefix.empty() ? std::string{name} : fmt::format("{}.{}", prefix, name);
}

/// True for the name of a table that has options of its own.
bool is_table_name(std::string_view name) {
  const auto& table = option_table();
  return std::any_of(table.begin(), table.end(),
                     [name](const Option& option) { return table_of(option.key) == name; });
}

}  // namespace

int Lines::of(std::string_view key) const {
  const auto found = keys.find(key);
  return found == keys.end() ? table : found->second;
}

void read_options(const TomlValue& table, std::string_view prefix, const Place& place, Faults& faults,
                  Lines& lines) {
  for (const auto& [name, value] : table.members) {
    if (prefix.empty() && !name.empty() && is_table_name(name)) continue;
    const std::string key = dotted(prefix, name);
    const Option* option = name.find('.') == std::string::npos ? find_option(key) : nullptr;
    if (option == nullptr) {
      faults.add(value.line, key, words_for_unknown(name, prefix));
      continue;
    }
    lines.keys.emplace(key, value.line);
    if (const auto wrong = read_value(value, *option, place)) faults.add(value.line, key, *wrong);
  }
  for (const Option& option : option_table()) {
    if (table_of(option.key) != prefix || lines.keys.count(option.key) != 0) continue;
    if (option.required)
      faults.add(lines.table, option.key, fmt::format("missing; must be {}", option.allowed));
    else
      put_fallback(option, place);
  }
}

}  // namespace nhs::config
