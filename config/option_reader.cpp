#include "config/option_reader.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <optional>
#include <stdexcept>

#include "core/json.h"
#include "core/suggestion.h"
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
    case OptionType::texts:
      return "a text in quotes or a list of texts, [\"…\"]";
    case OptionType::list_of_numbers:
      return "a list of numbers, [1, 2]";
    case OptionType::numbers_by_name:
      return "a table of numbers, { name = 1 }";
  }
  return "a value";
}

std::optional<OptionValue> texts_in(const TomlValue& list) {
  std::vector<std::string> texts;
  for (const TomlValue& item : list.items) {
    if (item.type != TomlValue::Type::text) return std::nullopt;
    texts.push_back(item.text);
  }
  return texts;
}

std::optional<OptionValue> numbers_in(const TomlValue& list) {
  std::vector<double> numbers;
  for (const TomlValue& item : list.items) {
    if (item.type != TomlValue::Type::number) return std::nullopt;
    numbers.push_back(item.number);
  }
  return numbers;
}

std::optional<OptionValue> numbers_by_name_in(const TomlValue& table) {
  std::map<std::string, double> numbers;
  for (const auto& [name, value] : table.members) {
    if (value.type != TomlValue::Type::number) return std::nullopt;
    numbers[name] = value.number;
  }
  return numbers;
}

/// The value when it has the type.
std::optional<OptionValue> typed(const TomlValue& value, OptionType type) {
  switch (value.type) {
    case TomlValue::Type::text:
      if (type == OptionType::texts) return std::vector{value.text};
      return type == OptionType::text ? std::optional<OptionValue>{value.text} : std::nullopt;
    case TomlValue::Type::boolean:
      return type == OptionType::boolean ? std::optional<OptionValue>{value.boolean} : std::nullopt;
    case TomlValue::Type::number:
      return type == OptionType::number ? std::optional<OptionValue>{value.number} : std::nullopt;
    case TomlValue::Type::list:
      if (type == OptionType::list_of_numbers) return numbers_in(value);
      return type == OptionType::list_of_texts || type == OptionType::texts ? texts_in(value) : std::nullopt;
    case TomlValue::Type::table:
      return type == OptionType::numbers_by_name ? numbers_by_name_in(value) : std::nullopt;
    case TomlValue::Type::date:
      break;
  }
  return std::nullopt;
}

std::string shown(const OptionValue& value) {
  std::string text;
  if (const auto* single = std::get_if<std::string>(&value)) text = fmt::format("\"{}\"", *single);
  if (const auto* list = std::get_if<std::vector<std::string>>(&value))
    text = list->empty() ? "empty" : fmt::format("\"{}\"", fmt::join(*list, "\", \""));
  if (const auto* numbers = std::get_if<std::vector<double>>(&value))
    text = numbers->empty() ? "empty" : fmt::format("{}", fmt::join(*numbers, ", "));
  if (const auto* number = std::get_if<double>(&value)) text = fmt::format("{}", *number);
  if (const auto* by_name = std::get_if<std::map<std::string, double>>(&value))
    for (const auto& [name, number] : *by_name)
      text += fmt::format("{}{} = {}", text.empty() ? "" : ", ", name, number);
  text = repaired(text.size() > kMaxShownBytes ? text.substr(0, kMaxShownBytes) + "…" : text);
  std::replace(text.begin(), text.end(), '\n', ' ');
  return text;
}

std::string quoted(const std::string& text) {
  JsonWriter json;
  json.text(text);
  return std::string{json.str()};
}

/// As TOML has it, always in the same way.
std::string written(const OptionValue& value) {
  struct Writer {
    std::string operator()(const std::string& text) const { return quoted(text); }
    std::string operator()(bool value) const { return value ? "true" : "false"; }
    std::string operator()(double value) const { return fmt::format("{}", value); }
    std::string operator()(const std::vector<double>& values) const {
      return fmt::format("[{}]", fmt::join(values, ", "));
    }
    std::string operator()(const std::vector<std::string>& texts) const {
      std::vector<std::string> each;
      for (const std::string& text : texts) each.push_back(quoted(text));
      return fmt::format("[{}]", fmt::join(each, ", "));
    }
    std::string operator()(const std::map<std::string, double>& numbers) const {
      std::vector<std::string> each;
      for (const auto& [name, number] : numbers) each.push_back(fmt::format("{} = {}", quoted(name), number));
      return fmt::format("{{ {} }}", fmt::join(each, ", "));
    }
  };
  return std::visit(Writer{}, value);
}

/// What stands in the place of a value of this type: of a table the entry that is none of its.
std::string what_it_is(const TomlValue& value, OptionType type) {
  if (value.type == TomlValue::Type::list) return "is another list";
  if (type == OptionType::numbers_by_name)
    for (const auto& [name, entry] : value.members)
      if (entry.type != TomlValue::Type::number)
        return fmt::format("{} is {}", shown(name), name_of(entry.type));
  return fmt::format("is {}", name_of(value.type));
}

/// Of a table those entries that are wrong by themselves: a message that shows all of them names none.
OptionValue wrong_part(const OptionValue& value, const Option& option) {
  const auto* entries = std::get_if<std::map<std::string, double>>(&value);
  if (entries == nullptr) return value;
  std::map<std::string, double> wrong;
  for (const auto& entry : *entries)
    if (!option.is_allowed(std::map<std::string, double>{entry})) wrong.insert(entry);
  return wrong.empty() ? value : wrong;
}

/// What is wrong with a value; nothing when it was put in its place.
std::optional<std::string> read_value(const TomlValue& value, const Option& option, const Place& place) {
  const bool is_day = option.may_be_date && value.type == TomlValue::Type::date && !value.text.empty();
  const auto right_type = is_day ? std::optional<OptionValue>{value.text} : typed(value, option.type);
  if (!right_type) {
    const std::string_view separator = option.allowed.empty() ? "" : ": ";
    return fmt::format("must be {}{}{} ({})", words_for(option.type), separator, option.allowed,
                       what_it_is(value, option.type));
  }
  if (!option.is_allowed(*right_type))
    return fmt::format("must be {}{}", option.allowed,
                       option.secret || !option.repeatable
                           ? ""
                           : fmt::format(" (is {})", shown(wrong_part(*right_type, option))));
  option.put(*right_type, place);
  if (place.config != nullptr && !option.secret)
    place.config->keys.push_back({std::string{option.key}, written(*right_type)});
  return std::nullopt;
}

void put_fallback(const Option& option, const Place& place) {
  const auto document = read_toml(fmt::format("fallback = {}", option.fallback));
  if (!document || read_value(document->members.front().value, option, place))
    throw std::logic_error(fmt::format("the option table has a wrong fallback for {}", option.key));
}

/// So that the order within a table, which changes nothing, is none of what it comes to.
void sort_keys_from(std::size_t first, const Place& place) {
  if (place.config == nullptr) return;
  auto& keys = place.config->keys;
  std::sort(keys.begin() + static_cast<std::ptrdiff_t>(first), keys.end(),
            [](const KeyInForce& one, const KeyInForce& other) { return one.key < other.key; });
}

std::string dotted(std::string_view prefix, std::string_view name) {
  return prefix.empty() ? std::string{name} : fmt::format("{}.{}", prefix, name);
}

const TomlValue* member(const TomlValue& table, std::string_view name) {
  for (const auto& [key, value] : table.members)
    if (key == name) return &value;
  return nullptr;
}

}  // namespace

int Lines::of(std::string_view key) const {
  const auto found = keys.find(key);
  return found == keys.end() ? table : found->second;
}

Lines OptionReader::read(const TomlValue& table, std::string_view prefix, const Place& place,
                         Faults& faults) const {
  Lines lines;
  lines.table = table.line;
  const std::size_t first_key = place.config == nullptr ? 0 : place.config->keys.size();
  for (const auto& [name, value] : table.members) {
    if (prefix.empty() && !name.empty() && is_table_name(name)) continue;
    const std::string key = dotted(prefix, name);
    const Option* option = name.find('.') == std::string::npos ? find_option(options_, key) : nullptr;
    if (option == nullptr) {
      faults.add(value.line, key, words_for_unknown(name, prefix));
      continue;
    }
    lines.keys.emplace(key, value.line);
    if (const auto wrong = read_value(value, *option, place)) {
      lines.wrong.insert(key);
      faults.add(value.line, key, *wrong);
    }
  }
  for (const Option& option : options_) {
    if (table_of(option.key) != prefix || lines.keys.count(option.key) != 0) continue;
    if (option.required)
      faults.add(lines.table, option.key, fmt::format("missing; must be {}", option.allowed));
    else
      put_fallback(option, place);
  }
  sort_keys_from(first_key, place);
  return lines;
}

Lines OptionReader::read_table(const TomlValue& root, const std::string& name, const Place& place,
                               Faults& faults) const {
  static const TomlValue kEmpty;
  const TomlValue* table = member(root, name);
  if (table != nullptr && table->type != TomlValue::Type::table)
    faults.add(table->line, name,
               fmt::format("must be a table, written [{}] (is {})", name, name_of(table->type)));
  return read(table == nullptr ? kEmpty : *table, name, place, faults);
}

/// What to say of a key that is not in the table of options.
std::string OptionReader::words_for_unknown(std::string_view name, std::string_view prefix) const {
  std::vector<std::string_view> here;
  for (const Option& option : options_) {
    if (table_of(option.key) == prefix)
      here.push_back(name_in_table(option.key));
    else if (prefix.empty() && (here.empty() || here.back() != table_of(option.key)))
      here.push_back(table_of(option.key));
  }
  if (const auto meant = nearest(name, here)) return fmt::format("unknown key; did you mean {}?", *meant);
  for (const Option& option : options_)
    if (name_in_table(option.key) == name)
      return table_of(option.key).empty()
                 ? fmt::format("unknown key here; {} stands at the top, before the first [table]", option.key)
                 : fmt::format("unknown key here; did you mean {}?", option.key);
  return fmt::format("unknown key; allowed here: {}", fmt::join(here, ", "));
}

/// True for the name of a table that has options of its own.
bool OptionReader::is_table_name(std::string_view name) const {
  return std::any_of(options_.begin(), options_.end(),
                     [name](const Option& option) { return table_of(option.key) == name; });
}

void put_written(const Option& option, std::string_view written, const Place& place) {
  const auto document = read_toml(fmt::format("written = {}", written));
  const auto value = document ? typed(document->members.front().value, option.type) : std::nullopt;
  if (!value || !option.is_allowed(*value))
    throw std::logic_error(fmt::format("{} was read, and cannot be read again", option.key));
  option.put(*value, place);
}

std::vector<const TomlValue*> tables_of(const TomlValue& root, std::string_view name, std::string_view thing,
                                        Faults& faults) {
  std::vector<const TomlValue*> tables;
  const TomlValue* list = member(root, name);
  if (list == nullptr) return tables;
  const auto misplaced = [&](int line) {
    faults.add(line, std::string{name},
               fmt::format("must be written [[{}]], in double brackets, once for each {}", name, thing));
  };
  if (list->type != TomlValue::Type::list) {
    misplaced(list->line);
    return tables;
  }
  for (const TomlValue& table : list->items)
    if (table.type == TomlValue::Type::table)
      tables.push_back(&table);
    else
      misplaced(table.line);
  return tables;
}

void TakenNames::check(const std::string& name, const std::string& key, int line, Faults& faults) {
  const auto [first, is_new] = line_of_.emplace(name, line);
  if (!is_new && !name.empty())
    faults.add(line, key, fmt::format("must be another one: {} is taken in line {}", name, first->second));
}

}  // namespace nhs::config
