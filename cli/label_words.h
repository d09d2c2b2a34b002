#pragma once

#include <string>
#include <string_view>

#include "core/values.h"

namespace nhs::cli {

/// A field of a labelled file, each of its words as such files have it, however a person or their spreadsheet
/// wrote it (choice.h): `Compassion : upheld, Dignity` is `compassion:upheld,respect_and_dignity`. A word
/// that is none stays as it is, for whoever reads the field to tell. Of Value, Sentiment, Kind and Group.
template <typename Enum>
std::string field_as_known(std::string_view field);

}  // namespace nhs::cli
