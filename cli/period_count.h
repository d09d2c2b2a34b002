#pragma once

#include "cli/context.h"
#include "core/period.h"
#include "report/comparison.h"
#include "store/filter.h"
#include "store/trend.h"

namespace nhs::cli {

/// What was counted of any stretch of days, as one row; people are left out where it had to be put together.
///
/// filter: but for its times.
Result<report::ComparedPeriod> count_period(
    const ReadingSession& session, store::Filter filter, const Period& period,
    store::CountPeople people = store::CountPeople::authors_and_copies);

}  // namespace nhs::cli
