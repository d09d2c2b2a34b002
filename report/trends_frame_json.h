#pragma once

#include "core/json.h"
#include "store/trend.h"

namespace nhs::report {

/// What the JSON of trends tells of the counting itself, alike for the team and for others.

/// The members `timezone`, `model` and `coverage`, into an object that is open.
void write_counting(JsonWriter& json, const store::TrendsResult& trends);

/// The member `breaks`: where the series is broken by another model.
void write_breaks(JsonWriter& json, const store::TrendsResult& trends);

}  // namespace nhs::report
