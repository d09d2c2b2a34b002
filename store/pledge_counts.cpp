#include "store/pledge_counts.h"

#include <algorithm>
#include <map>
#include <set>
#include <unordered_set>

#include "store/damage.h"
#include "store/matching_posts.h"
#include "store/posts.h"
#include "store/without_texts.h"

namespace nhs::store {
namespace {

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

}  // namespace

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

}  // namespace nhs::store
