#pragma once

#include <string>

#include "core/json.h"
#include "core/text.h"

namespace nhs::collector {

/// A name, an id, a title: what stands there, valid and without white space around; empty where no text
/// stands. Pure and thread-safe.
inline std::string tidy_text(JsonView value) { return std::string{trimmed(repaired(value.text_or_empty()))}; }

}  // namespace nhs::collector
