#pragma once

#include <string>
#include <string_view>

#include "cli/context.h"
#include "cli/filter_options.h"
#include "core/result.h"
#include "report/campaign_times.h"

namespace nhs::cli {

/// What `compare --campaign NAME` was asked.
struct CampaignAsked {
  std::string name;
  report::CampaignBaseline against = report::CampaignBaseline::before;
  std::string format = "table";
};

/// A campaign's days against its baseline, under the headings of the GCS Evaluation Cycle. Fails with usage
/// (64) for a name that the configuration does not have, and for a campaign that has not begun.
Result<ExitStatus> compare_campaign(const Context& context, const FilterOptions& filters,
                                    const CampaignAsked& asked);

/// The campaigns that there are to compare; needs no database.
Result<ExitStatus> list_campaigns(const Context& context, const std::string& format);

}  // namespace nhs::cli
