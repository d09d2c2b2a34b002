#pragma once

#include <optional>
#include <set>
#include <string>
#include <vector>

#include "cli/context.h"
#include "core/campaign.h"
#include "core/period.h"
#include "report/campaign_view.h"
#include "store/filter.h"
#include "store/trend.h"

namespace nhs::cli {

/// The hashes of a campaign's own accounts.
struct OwnAccounts {
  std::set<KeyedHash> authors;
  std::string unknown;  ///< why they cannot be told; empty where they can
};

/// Those written `h:…` as they stand; the others need the key, and are looked for on these networks.
OwnAccounts own_accounts(const Campaign& campaign, const config::Config& config,
                         const std::vector<std::string>& networks);

/// What was said in a period: people and sentiments; kinds are left at 0. Of more posts than
/// store::kMaxCountedSelection only what the row tells.
///
/// filter: but for its times.
Result<report::Heard> count_heard(const ReadingSession& session, const store::Filter& filter,
                                  const store::TrendRow& counts);

/// The posts of a period with at least one of the tags; nothing without tags, or when there are too many.
Result<std::optional<report::TaggedPosts>> count_tagged(const ReadingSession& session,
                                                        const store::Filter& filter, const Period& period,
                                                        const Campaign& campaign, const OwnAccounts& own);

}  // namespace nhs::cli
