#pragma once

#include <cstdint>

#include "core/classification.h"
#include "store/database.h"
#include "store/names.h"

namespace nhs::store {

/// What was found in a post, in its rows. `post`, `post_value` and `post_group` hold the findings that count,
/// those of a labelled post with the label's word in them: so every count and list reads them as they are,
/// and only the few labelled posts have a second set, the machine's own, in `machine_finding` and
/// `machine_value`. All work within the caller's transaction and throw SQLite::Exception.

/// Nine columns of `post` that findings_from reads; the lists are in other tables.
inline constexpr const char* kFindingColumns =
    "language, unclassified, sentiment, positive, neutral, negative, kind, kind_probability, "
    "(SELECT name FROM model WHERE id = model_id)";
/// first: where they begin in the row.
Classification findings_from(const Query& row, int first);

/// The values and groups that count for a post.
void read_finding_lists(Database& database, std::int64_t post_id, Classification& findings);

/// What counts for a post. The post is there.
Classification read_findings(Database& database, std::int64_t post_id);

/// Binds model_id, language, unclassified, sentiment, its three probabilities, kind, kind_probability and
/// findings, in this order.
void bind_findings(Query& query, std::int64_t model_id, const Classification& findings);

/// Writes the values and groups of a post that has none yet.
void write_finding_lists(Database& database, std::int64_t post_id, const Classification& findings);
void delete_finding_lists(Database& database, std::int64_t post_id);

/// Puts these in place of what counted for a post; the rollup is the caller's.
void write_findings(Database& database, Names& names, std::int64_t post_id, const Classification& findings);

/// What the machine says of a labelled post, whose findings are kept aside; nothing for any other.
std::optional<Classification> read_machine_findings(Database& database, std::int64_t post_id);
void keep_machine_findings(Database& database, std::int64_t post_id, const Classification& findings);
void drop_machine_findings(Database& database, std::int64_t post_id);

/// Lists of groups as one number, a bit for each: for rows that are not searched by group.
std::int64_t inclusion_bits(const std::vector<Group>& groups);
std::vector<Group> groups_in(std::int64_t bits);

}  // namespace nhs::store
