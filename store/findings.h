#pragma once

#include <cstdint>
#include <vector>

#include "core/classification.h"

namespace nhs::store {

/// The values of a post with their directions as one number: a bit for each pair. What rollups are keyed by,
/// so that any mix of values and directions is one test, and a post with two wanted values is still one post.
using Findings = std::int64_t;

constexpr Findings finding_bit(Value value, Direction direction) {
  return Findings{1} << (index_of(value) * count_of<Direction> + index_of(direction));
}

/// All directions of a value.
constexpr Findings finding_bits(Value value) {
  Findings bits = 0;
  for (const Direction direction : all_of<Direction>()) bits |= finding_bit(value, direction);
  return bits;
}

/// A value that is found twice counts by its first finding.
inline Findings findings_of(const std::vector<ValueFinding>& values) {
  Findings bits = 0;
  for (const ValueFinding& each : values)
    if ((bits & finding_bits(each.value)) == 0) bits |= finding_bit(each.value, each.direction);
  return bits;
}

}  // namespace nhs::store
