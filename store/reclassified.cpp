#include "store/reclassified.h"

#include "store/findings.h"
#include "store/post_findings.h"

namespace nhs::store {
namespace {

/// A bit for each value, whatever its direction.
Findings values_alone(Findings findings) {
  Findings values = 0;
  for (const Value value : all_of<Value>())
    if ((findings & finding_bits(value)) != 0) values |= finding_bits(value);
  return values;
}

template <typename Finding>
bool same_label(const std::optional<Finding>& one, const std::optional<Finding>& other) {
  return one.has_value() == other.has_value() && (!one || one->label == other->label);
}

}  // namespace

void Reclassified::add(const Classification& before, const Classification& now) {
  const Findings had = findings_of(before.values);
  const Findings has = findings_of(now.values);
  const Findings both = values_alone(had) & values_alone(has);
  const bool other_values = values_alone(had) != values_alone(has);
  const bool other_directions = (had & both) != (has & both);
  const bool other_sentiment = !same_label(before.sentiment, now.sentiment);
  const bool other_kind = !same_label(before.kind, now.kind);
  const bool other_groups = inclusion_bits(before.groups) != inclusion_bits(now.groups);
  ++posts;
  ++by_model[before.model];
  values += other_values;
  directions += other_directions;
  sentiment += other_sentiment;
  kind += other_kind;
  groups += other_groups;
  changed += other_values || other_directions || other_sentiment || other_kind || other_groups;
}

void Reclassified::add(const Reclassified& more) {
  posts += more.posts;
  changed += more.changed;
  values += more.values;
  directions += more.directions;
  sentiment += more.sentiment;
  kind += more.kind;
  groups += more.groups;
  for (const auto& [model, count] : more.by_model) by_model[model] += count;
}

}  // namespace nhs::store
