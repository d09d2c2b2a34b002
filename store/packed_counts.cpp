#include "store/packed_counts.h"

#include <algorithm>

namespace nhs::store {

std::optional<Property> property_asked(const Filter& filter) {
  if (!filter.kinds.empty()) return Property::kind;
  if (filter.language) return Property::language;
  if (!filter.groups.empty()) return Property::groups;
  if (!filter.sources.empty()) return Property::sources;
  return std::nullopt;
}

Where cells_from_rollup(const Filter& filter) {
  const auto property = property_asked(filter);
  Where where;
  if (property) where.also("property = ?", {static_cast<std::int64_t>(*property)});
  narrow_days(where, filter);
  narrow_by_network(where, filter);
  where.sql = std::string{"SELECT day, model_id, cells, network_id, "} +
              (property ? "member FROM rollup_property" : "'' FROM rollup_day") + " WHERE " + where.sql;
  return where;
}

WantedMembers::WantedMembers(Database& database, const Filter& filter)
    : filter_(filter), property_(property_asked(filter)) {
  for (const std::string& name : filter.sources)
    if (const auto id = database.integer("SELECT id FROM source WHERE name = ?", name)) sources_.insert(*id);
}

bool WantedMembers::hold(std::string_view member) {
  if (!property_) return true;
  const auto known = known_.find(member);
  return known != known_.end() ? known->second : known_.emplace(member, wants(member)).first->second;
}

bool WantedMembers::wants(std::string_view member) const {
  const auto any = [](const auto& all, const auto& condition) {
    return std::any_of(all.begin(), all.end(), condition);
  };
  switch (*property_) {
    case Property::kind:
      return any(filter_.kinds, [&](Kind kind) { return member == kind_member(kind); });
    case Property::language:
      return language_of(member) == *filter_.language;
    case Property::groups:
      return any(filter_.groups, [&](Group group) { return holds_group(member, group); });
    case Property::sources:
      return any(sources_in(member), [&](std::int64_t source) { return sources_.count(source) > 0; });
  }
  return false;
}

}  // namespace nhs::store
