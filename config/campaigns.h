#pragma once

#include "config/config.h"
#include "config/faults.h"
#include "config/option_reader.h"
#include "config/toml_document.h"

namespace nhs::config {

/// Every `[[campaign]]` of the root, with what no key can be asked alone: that it says when, once, and ends
/// after it begins.
void read_campaigns(const OptionReader& reader, const TomlValue& root, Config& config, Faults& faults);

}  // namespace nhs::config
