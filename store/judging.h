#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "core/label.h"
#include "core/result.h"
#include "store/act.h"
#include "store/database.h"
#include "store/labelling.h"
#include "store/names.h"

namespace nhs::store {

/// What people say of posts, as they say it: corrections, and judgements of samples. Works within the
/// caller's transaction and throws SQLite::Exception.

/// Changes a post's labels and all that follows from it, rollup and audit too.
///
/// The first puts a correction; the second takes the last label back, nothing when there is none. Both fail
/// with no_input (66) without the post or its text; the first with usage (64) when the machine could not
/// classify the text and no label says its sentiment.
Result<LabelChange> correct(Database& database, Names& names, std::int64_t ref, const Label& label,
                            const std::string& reader, const Act& act);
Result<LabelChange> take_back(Database& database, Names& names, std::int64_t ref, const Act& act);

/// Puts what readers said of the posts of a sample, those that are unlike what the same reader said last in
/// one of this selection. When one is not_sampled, the caller must roll back.
///
/// draw: that they count for, where it served them; nothing: draw_judged() of them.
std::vector<JudgementOutcome> put_judgements(Database& database, Names& names,
                                             const std::vector<NewJudgement>& judgements,
                                             const std::string& reader, const Act& act,
                                             std::optional<std::int64_t> draw);

}  // namespace nhs::store
