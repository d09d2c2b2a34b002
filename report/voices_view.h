#pragma once

#include <string>
#include <vector>

#include "core/json.h"
#include "report/coverage_view.h"

namespace nhs::report {

/// Who is written about, and who is not. A time in which nobody said a thing and one in which nobody asked
/// are kept apart, and what few posts say is called few: a network that shows nothing of a group is no proof
/// that all is well there.

/// What is missing or rare, a sentence each, and what was heard; what that does not tell.
std::vector<std::string> voices_in_words(const store::CoverageResult& coverage,
                                         const CoverageSurroundings& around);

/// The member `voices`, into an object that is open.
void write_voices(JsonWriter& json, const store::CoverageResult& coverage,
                  const CoverageSurroundings& around);

/// Posts about each inclusion group, then a sign for each day: how many posts there were, silence, or no
/// collection. It fits the terminal's columns.
std::string voices_drawing(const store::CoverageResult& coverage, const Terminal& terminal);

/// `homeless people`, `Gypsies and Travellers`, `sex workers`, `FGM`.
std::string_view name_of_group(Group group);

/// Days that were collected, whole or in part, and had no post; days of which nothing was collected.
std::vector<LocalDay> silent_days(const store::Voices& voices);
std::vector<LocalDay> missing_days(const store::Voices& voices);

/// `2026-11-03, 2026-11-05 to 2026-11-09`; of more than five stretches the last five, and how many earlier
/// days.
std::string days_in_words(const std::vector<LocalDay>& days);

}  // namespace nhs::report
