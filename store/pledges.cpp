#include "store/pledges.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>
#include <unordered_set>

#include "store/audit.h"
#include "store/damage.h"
#include "store/day_after_post.h"
#include "store/matching_posts.h"
#include "store/posts.h"
#include "store/without_texts.h"

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

using MakerId = std::pair<std::int64_t, std::optional<std::int64_t>>;  ///< network, author

struct Maker {
  PledgeCounts counts;
  std::vector<std::int64_t> pledges;
};
using Makers = std::map<MakerId, Maker>;

std::unordered_set<std::int64_t> posts_followed_up(Database& database) {
  std::unordered_set<std::int64_t> posts;
  Query rows = database.query("SELECT DISTINCT post_id FROM pledge_follow_up WHERE undone_at IS NULL");
  while (rows.next()) posts.insert(rows.integer(0));
  return posts;
}

/// Posts that are kept without a text. There may be millions, or none.
PostSet purged_posts(Database& database, const Filter& filter) {
  Where where{"purged_at IS NOT NULL AND withdrawn_at IS NULL", {}};
  narrow_days(where, filter);
  narrow_by_network(where, filter);
  Query rows = database.query("SELECT id FROM post INDEXED BY post_purged WHERE " + where.sql);
  rows.bind(where.bound);
  if (!rows.next()) return PostSet{0};
  PostSet purged{database.integer("SELECT max(id) FROM post").value_or(0)};
  do purged.add(rows.integer(0));
  while (rows.next());
  return purged;
}

/// Adds up pledges.
class PledgeCount {
 public:
  PledgeCount(Database& database, Pledges& result)
      : followed_up_(posts_followed_up(database)), result_(result) {}

  /// post: id, findings, network_id, author_id.
  void add(const Query& post) {
    const std::int64_t id = post.integer(0);
    const Findings findings = post.integer(1);
    const auto add_to = [followed_up = followed_up_.count(id) > 0](PledgeCounts& counts) {
      ++counts.posts;
      counts.followed_up += followed_up ? 1 : 0;
    };
    add_to(result_.all);
    for (const Value value : all_of<Value>())
      if ((findings & finding_bits(value)) != 0) add_to(result_.values[index_of(value)]);
    if (findings == 0) add_to(result_.no_value);
    Maker& maker = makers_[{post.integer(2), post.maybe_integer(3)}];
    add_to(maker.counts);
    maker.pledges.push_back(id);
  }

  const Makers& makers() const { return makers_; }

 private:
  std::unordered_set<std::int64_t> followed_up_;
  Pledges& result_;
  Makers makers_;
};

/// All that match, from the posts themselves. There may be hundreds of thousands, all over the file.
void count_posts(Database& database, const Where& pledges, PledgeCount& count) {
  Query rows = database.query("SELECT id, findings, network_id, author_id FROM post WHERE " + pledges.sql);
  rows.bind(pledges.bound);
  while (rows.next()) count.add(rows);
}

/// The dated ones along the index by day, which holds all that is counted by but whether a post was purged.
/// It passes ten posts for each pledge, and is yet several times as fast as to read each pledge's row.
void count_by_day(Database& database, const Filter& filter, PledgeCount& count, Pledges& result) {
  Where where;
  where.also("day IS NOT NULL AND kind = 1");
  narrow_days(where, filter);
  narrow_by_network_and_sentiment(where, filter);
  narrow_counted_posts(where, filter);
  narrow_findings(where, filter);
  const PostSet purged = purged_posts(database, filter);
  Query rows = database.query(
      "SELECT id, findings, network_id, author_id FROM post INDEXED BY post_by_day WHERE " + where.sql);
  rows.bind(where.bound);
  while (rows.next())
    if (purged.size() == 0 || !purged.holds(rows.integer(0)))
      count.add(rows);
    else
      ++result.without_texts;
}

std::int64_t count_undated_without_texts(Database& database, const Filter& filter) {
  Where where{"purged_at IS NOT NULL AND day IS NULL AND kind = 1", {}};
  narrow_by_network_and_sentiment(where, filter);
  narrow_counted_posts(where, filter);
  narrow_findings(where, filter);
  return database.integer("SELECT count(*) FROM post INDEXED BY post_purged WHERE " + where.sql, where.bound)
      .value_or(0);
}

std::map<std::int64_t, std::string> names_in(Database& database, const std::string& table) {
  std::map<std::int64_t, std::string> names;
  Query rows = database.query("SELECT id, name FROM " + table);
  while (rows.next()) names[rows.integer(0)] = rows.bytes(1);
  return names;
}

/// Those with most first, and as many as are asked for.
std::vector<Makers::const_iterator> with_most(const Makers& makers, std::size_t limit) {
  std::vector<Makers::const_iterator> order;
  for (auto each = makers.begin(); each != makers.end(); ++each) order.push_back(each);
  std::stable_sort(order.begin(), order.end(), [](const auto& one, const auto& two) {
    return one->second.counts.posts > two->second.counts.posts;
  });
  order.resize(std::min(order.size(), limit));
  return order;
}

void name_makers(Database& database, const Makers& makers, std::size_t limit,
                 std::vector<PledgeMaker>& named) {
  const std::map<std::int64_t, std::string> networks = names_in(database, "network");
  const std::map<std::int64_t, std::string> names = names_in(database, "source");
  Query author = database.query("SELECT key FROM author WHERE id = ?");
  Query shown = database.query("SELECT source_id FROM sighting WHERE post_id = ?");
  for (const auto& made : with_most(makers, limit)) {
    const auto& [id, maker] = *made;
    PledgeMaker& each = named.emplace_back();
    each.counts = maker.counts;
    each.network = row_named(networks, id.first);
    std::set<std::int64_t> sources;
    for (const std::int64_t post : maker.pledges) {
      shown.again().bind(post);
      while (shown.next()) sources.insert(shown.integer(0));
    }
    for (const std::int64_t source : sources) each.sources.push_back(row_named(names, source));
    std::sort(each.sources.begin(), each.sources.end());
    if (!id.second) continue;
    author.again().bind(*id.second);
    if (author.next()) each.author = author.maybe_hash(0);
  }
}

/// where: of counted_pledges.
void count_pledges(Database& database, const Where& where, const PledgesQuery& query, Pledges& result) {
  PledgeCount count{database, result};
  const Filter& filter = query.filter;
  Filter others = filter;
  others.kinds.clear();
  if (filter.query || filter.consented_only) {
    count_posts(database, where, count);
  } else {
    count_by_day(database, others, count, result);
    if (!filter.since && !filter.until) {
      Where undated = where;
      undated.also("created_at IS NULL");
      count_posts(database, undated, count);
      result.without_texts += count_undated_without_texts(database, others);
    }
  }
  // Those without a text are not among what was counted, and none of them has a consent.
  if (filter.query || filter.tag) {
    others.kinds = {Kind::pledge};
    result.without_texts = count_without_texts(database, others);
    result.without_texts_unsearched =
        result.without_texts > 0 && !is_answerable_without_texts(database, others);
  }
  name_makers(database, count.makers(), query.makers, result.makers);
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
