#pragma once

#include <string>
#include <vector>

#include "report/campaign_view.h"
#include "report/signals_view.h"

namespace nhs::report {

/// The signals whose last period has a day of the campaign, one a value (and one for all posts together): the
/// first of each in the order of told_signals.
///
/// from: the campaign's first day.
std::vector<SignalOfValue> signals_by_value(const SignalsFound& found, LocalDay from);

/// What to say where there is no signal: that nothing was unusual only if a period with a day of the campaign
/// was held against limits.
std::string no_signals_in_words(const SignalsFound& found, LocalDay from);

}  // namespace nhs::report
