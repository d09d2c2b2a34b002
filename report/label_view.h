#pragma once

#include <string>
#include <string_view>

#include "core/json.h"
#include "core/label.h"
#include "store/labelling.h"

namespace nhs::report {

/// What an id says: "improving lives" of `improving_lives`, "FGM" of `fgm`.
std::string id_in_words(std::string_view id);

/// What a label says: "negative; compassion breached, improving lives; news; about FGM", or "no value" and
/// "about none of the inclusion groups". Nothing of what it does not speak of.
std::string label_in_words(const Label& label);

/// "Ana said on Sat 21 Nov 2026 12:00: negative", "Someone, in a sample, …", and what ended it.
std::string label_record_in_words(const store::LabelRecord& record, const TimeZone& zone);

/// An object with who, when, origin (`correction` or `sample`), what (null for what the label does not speak
/// of) and what ended it.
void write_label_record(JsonWriter& json, const store::LabelRecord& record);

}  // namespace nhs::report
