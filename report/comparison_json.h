#pragma once

#include "core/json.h"
#include "report/comparison.h"

namespace nhs::report {

/// The members of comparison_json but `schema`, into an object that is open.
void write_comparison(JsonWriter& json, const Comparison& comparison);

}  // namespace nhs::report
