#pragma once

#include <string>
#include <vector>

#include "report/page/campaign_span.h"
#include "report/page/period_report.h"

namespace nhs::report::page {

/// The campaigns of the report as they lie over its periods.
std::vector<CampaignSpan> campaign_spans(const PeriodReport& report);

/// What a screen reader says of a drawing that marks them, after what it shows.
std::string with_campaigns(const std::string& reading, const PeriodReport& report);

/// "Campaign in this time: Hearts and Minds (10 January to 30 September 2022)." Of those that touch the
/// period that is reported on; empty without any.
std::string campaigns_of_period(const PeriodReport& report);

}  // namespace nhs::report::page
