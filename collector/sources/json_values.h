#pragma once

#include <map>
#include <string>
#include <vector>

#include "config/json_service.h"
#include "core/json.h"

namespace nhs::collector {

/// Values of an answer by their places. All functions are pure and thread-safe.

/// Every value at a place below `from`, in the document's order; the first 1000 where `*` finds more. The
/// pointer's join counts for nothing here.
std::vector<JsonView> values_at(JsonView from, const config::JsonPointer& pointer);

/// The first value at a place; the absent view when there is none.
JsonView value_at(JsonView from, const config::JsonPointer& pointer);

/// A text without surrounding space, a number with all its digits as they came; empty for null, objects and
/// arrays. Numbers beyond 64 bits come out rounded: see is_exact.
std::string plain_text(JsonView value);

/// False for a number that is not whole or that 64 bits cannot hold: no id, since two could look alike.
bool is_exact(JsonView value);

/// False for what is absent, null, false, 0, or an empty text, array or object.
bool has_value(JsonView value);

/// The side tables of one answer. The document outlives it.
class SideTables {
 public:
  SideTables(JsonView root, const std::vector<config::JsonJoin>& joins);

  /// What the joins find, and the item itself, at a place.
  std::vector<JsonView> values(JsonView item, const config::JsonPointer& pointer) const;

  /// The first of these places that has a value; the absent view when none has.
  JsonView first(JsonView item, const config::JsonPointers& pointers) const;

  /// Whether one of the conditions is true of the item.
  bool any_holds(JsonView item, const std::vector<config::JsonCondition>& conditions) const;

 private:
  struct Table {
    config::JsonPointer ref;
    std::map<std::string, JsonView> elements;
  };
  std::map<std::string, Table> tables_;
};

}  // namespace nhs::collector
