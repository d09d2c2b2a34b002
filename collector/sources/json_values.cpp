#include "collector/sources/json_values.h"

#include <algorithm>
#include <charconv>

#include "core/text.h"

namespace nhs::collector {
namespace {

constexpr std::size_t kMostValues = 1000;

void gather(JsonView from, const std::vector<std::string>& steps, std::size_t step,
            std::vector<JsonView>& found) {
  if (!from.exists() || found.size() >= kMostValues) return;
  if (step == steps.size()) {
    found.push_back(from);
    return;
  }
  const std::string& name = steps[step];
  if (!from.is_array()) {
    gather(from[name], steps, step + 1, found);
    return;
  }
  if (name == "*") {
    for (std::size_t i = 0; i < from.size(); ++i) gather(from.at(i), steps, step + 1, found);
    return;
  }
  std::size_t index = 0;
  const auto [end, error] = std::from_chars(name.data(), name.data() + name.size(), index);
  if (error == std::errc{} && end == name.data() + name.size() && index < from.size())
    gather(from.at(index), steps, step + 1, found);
}

bool holds(const std::vector<JsonView>& values, const config::JsonCondition& condition) {
  return std::any_of(values.begin(), values.end(), [&condition](JsonView value) {
    if (!condition.value) return has_value(value);
    if (const auto flag = value.boolean()) return *condition.value == (*flag ? "true" : "false");
    return plain_text(value) == *condition.value;
  });
}

}  // namespace

std::vector<JsonView> values_at(JsonView from, const config::JsonPointer& pointer) {
  std::vector<JsonView> found;
  gather(from, pointer.steps, 0, found);
  return found;
}

JsonView value_at(JsonView from, const config::JsonPointer& pointer) {
  const auto values = values_at(from, pointer);
  return values.empty() ? JsonView{} : values.front();
}

std::string plain_text(JsonView value) {
  if (const auto text = value.text()) return std::string{trimmed(repaired(*text))};
  return value.number() ? value.to_text() : std::string{};
}

bool is_exact(JsonView value) {
  return !value.number() || value.to_text().find_first_not_of("-0123456789") == std::string::npos;
}

bool has_value(JsonView value) {
  if (!value.exists() || value.is_null()) return false;
  if (const auto flag = value.boolean()) return *flag;
  if (const auto number = value.number()) return *number != 0.0;
  if (const auto text = value.text()) return !trimmed(*text).empty();
  return value.is_array() ? value.size() > 0 : value.to_text() != "{}";
}

SideTables::SideTables(JsonView root, const std::vector<config::JsonJoin>& joins) {
  for (const config::JsonJoin& join : joins) {
    Table& table = tables_[join.name];
    table.ref = join.ref;
    const JsonView list = value_at(root, join.list);
    for (std::size_t i = 0; i < list.size(); ++i)
      table.elements.emplace(plain_text(value_at(list.at(i), join.key)), list.at(i));
  }
}

std::vector<JsonView> SideTables::values(JsonView item, const config::JsonPointer& pointer) const {
  if (pointer.join.empty()) return values_at(item, pointer);
  const auto table = tables_.find(pointer.join);
  if (table == tables_.end()) return {};
  const std::string key = plain_text(value_at(item, table->second.ref));
  const auto element = table->second.elements.find(key);
  if (key.empty() || element == table->second.elements.end()) return {};
  return values_at(element->second, pointer);
}

JsonView SideTables::first(JsonView item, const config::JsonPointers& pointers) const {
  JsonView fallback;
  for (const config::JsonPointer& pointer : pointers)
    for (const JsonView value : values(item, pointer)) {
      // A 0 may be an id and an empty text a text: they count when nothing better follows.
      if (has_value(value)) return value;
      if (!fallback.exists()) fallback = value;
    }
  return fallback;
}

bool SideTables::any_holds(JsonView item, const std::vector<config::JsonCondition>& conditions) const {
  return std::any_of(conditions.begin(), conditions.end(), [&](const config::JsonCondition& condition) {
    return holds(values(item, condition.pointer), condition);
  });
}

}  // namespace nhs::collector
