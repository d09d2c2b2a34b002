#pragma once

#include <vector>

#include "core/result.h"
#include "core/time.h"
#include "store/act.h"
#include "store/database.h"
#include "store/judged.h"
#include "store/labelling.h"

namespace nhs::store {

/// Random samples to judge. All work within the caller's transaction and throw SQLite::Exception.

/// Chooses posts and changes nothing. Each stratum gets an equal share; what one cannot fill goes to the
/// others. Among the posts of a stratum chance decides, which the seed and the post's reference alone make:
/// the same seed on the same database chooses the same posts.
///
/// Of the posts that match the filter, those take part that the machine classified and that may be quoted,
/// for a sheet goes about. Those that a sample of the same selection served do only with SampleQuery::again.
Sample choose_sample(Database& database, const TimeZone& zone, const SampleQuery& query);

/// Notes a draw with its strata and who drew it, not yet what was served of it; its id. Fails with usage (64)
/// when it stands for more posts than there are.
Result<std::int64_t> note_draw(Database& database, const NewDraw& draw, const Act& act);

/// Notes that these of a draw were served, and what the machine says of them now. Left out, and given back,
/// are those whose text is not the one that was served any more. Fails with usage (64) without such a draw,
/// with no_permission (77) when somebody else drew it.
Result<std::vector<std::int64_t>> note_served(Database& database, std::int64_t draw,
                                              const std::vector<ServedPost>& posts, const Act& act);

/// The draw that a whole sheet is of, which does not say so itself: of the draws that served most of these
/// posts the newest; 0 when none served any.
std::int64_t draw_judged(Database& database, const std::vector<NewJudgement>& judgements);

JudgedSample read_judged_sample(Database& database);

}  // namespace nhs::store
