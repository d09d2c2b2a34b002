#include "evaluation/counts.h"

#include <algorithm>

namespace nhs::evaluation {
namespace {

void add(CellList& cells, std::size_t cell) { cells.push_back(static_cast<std::uint16_t>(cell)); }

template <typename Member>
void add_naming(CellList& cells, Member member, bool by_people, bool by_machine) {
  if (!by_people && !by_machine) return;
  add(cells, cell_of(member, !by_machine ? Naming::missed : !by_people ? Naming::wrong : Naming::right));
}

const LabelledValue* named(const std::vector<LabelledValue>& values, Value value) {
  const auto at = std::find_if(values.begin(), values.end(),
                               [&](const LabelledValue& each) { return each.value == value; });
  return at == values.end() ? nullptr : &*at;
}

void add_directions(CellList& cells, const LabelledValue* people, const LabelledValue& found) {
  if (people == nullptr) {
    add(cells, kFoundWithout);
    return;
  }
  // Nobody said which is right.
  if (!people->direction || !found.direction) return;
  add(cells, direction_cell(index_of(*people->direction), index_of(*found.direction)));
  add(cells, people->direction == found.direction ? kFoundWithDirection : kFoundWithout);
}

void add_values(CellList& cells, const std::vector<LabelledValue>& people,
                const std::vector<LabelledValue>& found) {
  add(cells, kTextsWithValues);
  for (const Value value : all_of<Value>()) {
    const LabelledValue* const by_people = named(people, value);
    const LabelledValue* const by_machine = named(found, value);
    add_naming(cells, value, by_people != nullptr, by_machine != nullptr);
    if (by_machine != nullptr) add_directions(cells, by_people, *by_machine);
  }
}

void add_groups(CellList& cells, const std::vector<Group>& people, const std::vector<Group>& found) {
  add(cells, kTextsWithGroups);
  const auto holds = [](const std::vector<Group>& groups, Group group) {
    return std::find(groups.begin(), groups.end(), group) != groups.end();
  };
  for (const Group group : all_of<Group>())
    add_naming(cells, group, holds(people, group), holds(found, group));
}

}  // namespace

CellList cells_of(const Comparison& text) {
  CellList cells;
  const Label& people = text.people;
  const Label& found = text.found;
  const bool unclassified = text.unclassified;
  add(cells, unclassified ? kUnclassified : kClassified);
  if (people.values && (found.values || unclassified))
    add_values(cells, *people.values, found.values.value_or(std::vector<LabelledValue>{}));
  if (people.groups && (found.groups || unclassified))
    add_groups(cells, *people.groups, found.groups.value_or(std::vector<Group>{}));
  if (people.sentiment && (found.sentiment || unclassified))
    add(cells, sentiment_cell(index_of(*people.sentiment),
                              found.sentiment ? index_of(*found.sentiment) : count_of<Sentiment>));
  if (people.kind && (found.kind || unclassified))
    add(cells, kind_cell(index_of(*people.kind), found.kind ? index_of(*found.kind) : count_of<Kind>));
  return cells;
}

}  // namespace nhs::evaluation
