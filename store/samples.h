#pragma once

#include <vector>

#include "core/time.h"
#include "store/database.h"
#include "store/judged.h"
#include "store/labelling.h"

namespace nhs::store {

/// Random samples to judge. All work within the caller's transaction and throw SQLite::Exception.

/// Chooses posts and notes the draw with its strata, not yet what was served of it. Each stratum gets an
/// equal share; what one cannot fill goes to the others. Among the posts of a stratum chance decides, which
/// the seed and the post's reference alone make: the same seed on the same database chooses the same posts.
///
/// Of the posts that match the filter, those take part that the machine classified and that may be quoted,
/// for a sheet goes about.
Sample draw_sample(Database& database, const TimeZone& zone, const SampleQuery& query, UtcTime now);

/// Notes that these of a draw were served, and what the machine says of them now.
void note_served(Database& database, std::int64_t draw, const std::vector<SampledPost>& posts);

JudgedSample read_judged_sample(Database& database);

}  // namespace nhs::store
