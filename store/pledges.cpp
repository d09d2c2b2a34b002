#include "store/pledges.h"

#include <fmt/format.h>

#include <algorithm>

#include "store/audit.h"
#include "store/day_after_post.h"
#include "store/pledge_counts.h"
#include "store/posts.h"

namespace nhs::store {
namespace {

constexpr DayRefusal kNoFollowUp{": note what has become of the pledge, not what is to",
                                 "the pledge, which was made on"};

constexpr const char* kFollowedUp =
    "EXISTS (SELECT 1 FROM pledge_follow_up WHERE post_id = post.id AND undone_at IS NULL)";

/// Undated pledges come last.
void after_in_order(Where& where, const Place& place) {
  if (place.created_at)
    where.also("(created_at IS NULL OR (created_at, id) < (?, ?))",
               {std::int64_t{place.created_at->time_since_epoch().count()}, place.ref});
  else
    where.also("created_at IS NULL AND id < ?", {place.ref});
}

Result<std::vector<Pledge>> read_page_of_pledges(Database& database, Where where, const PledgesQuery& query) {
  if (query.after_ref) {
    const auto after = place_of(database, *query.after_ref);
    if (!after)
      return fail(
          ExitStatus::usage,
          fmt::format("there is no post {} to go on after; start from the first page", *query.after_ref));
    after_in_order(where, *after);
  }
  if (query.wanted == PledgesWanted::open) where.also(std::string{"NOT "} + kFollowedUp);
  if (query.wanted == PledgesWanted::followed_up) where.also(kFollowedUp);
  std::vector<std::int64_t> refs;
  {
    Query rows = database.query("SELECT id FROM post WHERE " + where.sql +
                                " ORDER BY created_at DESC, id DESC LIMIT ?");
    rows.bind(where.bound, query.limit);
    while (rows.next()) refs.push_back(rows.integer(0));
  }
  std::vector<Pledge> pledges;
  for (const std::int64_t ref : refs)
    if (auto post = read_post(database, ref))
      pledges.push_back({*std::move(post), read_follow_ups(database, ref)});
  return pledges;
}

}  // namespace

std::vector<FollowUpRecord> read_follow_ups(Database& database, std::int64_t post_id) {
  std::vector<FollowUpRecord> records;
  Query rows = database.query(
      "SELECT note, noted_by, day, noted_at, undone_at FROM pledge_follow_up WHERE post_id = ? ORDER BY id");
  rows.bind(post_id);
  while (rows.next())
    records.push_back({{rows.bytes(0), rows.bytes(1), LocalDay{std::chrono::days{rows.integer(2)}}},
                       rows.time(3),
                       rows.maybe_time(4)});
  return records;
}

bool Pledge::followed_up() const {
  return std::any_of(follow_ups.begin(), follow_ups.end(), [](const auto& each) { return each.holds(); });
}

Result<Pledges> read_pledges(Database& database, const TimeZone& zone, const PledgesQuery& query) {
  const Where where = counted_pledges(zone, query.filter);
  Pledges result;
  auto page = read_page_of_pledges(database, where, query);
  if (!page) return tl::unexpected(page.error());
  result.pledges = *std::move(page);
  count_pledges(database, where, query, result);
  return result;
}

Result<Pledge> read_pledge(Database& database, std::int64_t ref) {
  auto post = read_post(database, ref);
  if (!post)
    return fail(
        ExitStatus::no_input,
        fmt::format("{}: there is no post of this reference; `nhsvalues pledges` shows the pledges there are",
                    ref));
  if (post->withdrawn_at)
    return fail(ExitStatus::no_input,
                fmt::format("{}: this post no longer counts; `nhsvalues show {}` says why", ref, ref));
  if (post->purged_at)
    return fail(
        ExitStatus::no_input,
        fmt::format("{}: this post is kept without its text for its age (retention), and what was noted of "
                    "it went with it",
                    ref));
  const auto& kind = post->classification.kind;
  if (!kind || kind->label != Kind::pledge)
    return fail(ExitStatus::usage,
                fmt::format("{}: this post is no pledge, as far as is known; if it is one, say so first: "
                            "nhsvalues label {} --kind pledge",
                            ref, ref));
  return Pledge{*std::move(post), read_follow_ups(database, ref)};
}

Result<Pledge> follow_up(Database& database, const TimeZone& zone, std::int64_t ref, const FollowUp& told,
                         const Act& act) {
  const auto pledge = read_pledge(database, ref);
  if (!pledge) return pledge;
  if (auto right = check_day_after_post(zone, pledge->post, told.day, act.at, kNoFollowUp); !right)
    return tl::unexpected(right.error());
  database.run("INSERT INTO pledge_follow_up (post_id, day, note, noted_by, noted_at) VALUES (?, ?, ?, ?, ?)",
               ref, told.day, told.note, told.by, act.at);
  write_audit(database, act, Action::follow_up, ref);
  return read_pledge(database, ref);
}

Result<Pledge> undo_follow_up(Database& database, std::int64_t ref, const Act& act) {
  const auto pledge = read_pledge(database, ref);
  if (!pledge) return pledge;
  if (!pledge->followed_up())
    return fail(ExitStatus::no_input,
                fmt::format("{}: nothing is noted of this pledge that could be taken back", ref));
  database.run(
      "UPDATE pledge_follow_up SET undone_at = ? WHERE id = (SELECT max(id) FROM pledge_follow_up WHERE post_id = ? "
      "AND undone_at IS NULL)",
      act.at, ref);
  write_audit(database, act, Action::undo_follow_up, ref);
  return read_pledge(database, ref);
}

void forget_follow_ups(Database& database, std::int64_t post_id) {
  database.run("DELETE FROM pledge_follow_up WHERE post_id = ?", post_id);
}

Where counted_pledges(const TimeZone& zone, const Filter& filter) {
  Filter others = filter;
  others.kinds.clear();
  Where where;
  // As the index has it, word for word: SQLite 3.40 uses a partial index for nothing else.
  where.also("withdrawn_at IS NULL AND kind = 1");
  where.also("purged_at IS NULL");
  static_assert(index_of(Kind::pledge) == 1);
  narrow_moments(where, others, zone);
  narrow_by_network_and_sentiment(where, others);
  narrow_counted_posts(where, others);
  narrow_findings(where, others);
  return where;
}

}  // namespace nhs::store
