#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "store/batch.h"
#include "store/database.h"
#include "store/names.h"
#include "store/reclassified.h"

namespace nhs::store {

/// Moving history to another version of the model. Each post is moved whole, in one transaction with its
/// rollup: until then all that was found in it stays and counts. Newest posts first, so that the moved ones
/// join those that the new version judges as they come, and a series has one break, not two.
///
/// Where it stands is in `meta`: the version, and the post down to which history is its; so a walk that broke
/// off goes on. A post that another version judges meanwhile makes that void. All work within the caller's
/// transaction and throw SQLite::Exception.

/// How many posts with a text count that another model judged.
std::int64_t counting_of_other_models(Database& database, const std::string& model);

/// How many posts with a text this model has not judged; posts that ignore rules set aside are among them.
std::int64_t left_to_reclassify(Database& database, const std::string& model);

/// Judges the next posts anew, at most `limit`.
ReclassifyStep reclassify_next(Database& database, Names& names, const std::string& model,
                               const JudgeAnew& judge, std::int64_t limit);

/// What reclassify_next would find below a post; changes nothing. below: nothing for the newest.
ReclassifyStep try_next(Database& database, const std::string& model, const JudgeAnew& judge,
                        std::optional<std::int64_t> below, std::int64_t limit);

/// Must come with every batch that is saved: one that other versions judged says so.
void own_up_to_other_models(Database& database, const Batch& batch);

/// The model that history was or is moved to last; nothing where that never was, or is void.
std::optional<std::string> reclassified_by(Database& database);

}  // namespace nhs::store
