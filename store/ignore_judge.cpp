#include "store/ignore_judge.h"

#include <vector>

namespace nhs::store {
namespace {

const std::string kSetAside = "UPDATE post SET withdrawn_at = ?, ignored_by = ? WHERE id = ?";

/// A post as the rules see it.
struct Judged {
  IgnoreFacts facts;
  std::optional<std::int64_t> ignored_by;
  bool author_objects;
};

/// Nothing for a post that is not there, was withdrawn by its network, or has no text any more for its age.
std::optional<Judged> read_judged(Database& database, std::int64_t post_id) {
  Query row = database.query(
      "SELECT (SELECT name FROM network WHERE id = network_id), (SELECT key FROM author WHERE id = author_id), "
      "text, ignored_by, (SELECT objected_at FROM author WHERE id = author_id) FROM post WHERE id = ? "
      "AND purged_at IS NULL AND (withdrawn_at IS NULL OR ignored_by IS NOT NULL)");
  row.bind(post_id);
  if (!row.next()) return std::nullopt;
  return Judged{
      {row.bytes(0), row.maybe_hash(1), row.bytes(2), nullptr}, row.maybe_integer(3), !row.is_null(4)};
}

}  // namespace

IgnoreJudge::Change IgnoreJudge::settle(std::int64_t post_id) {
  std::optional<Judged> post = read_judged(database_, post_id);
  if (!post) return Change::none;
  post->facts.shown_only_by = [&](const std::string& source) { return shown_only_by(post_id, source); };
  const std::optional<std::string> rule =
      post->author_objects ? std::optional{std::string{kObjection}} : rules_.first_that_holds(post->facts);
  if (!rule) {
    if (!post->ignored_by) return Change::none;
    database_.run(kSetAside, std::nullopt, std::nullopt, post_id);
    rollup_.add(database_, post_id);
    return Change::restored;
  }
  const std::int64_t rule_id = names_.ignore_rule(*rule);
  if (post->ignored_by) {
    if (*post->ignored_by != rule_id)
      database_.run("UPDATE post SET ignored_by = ? WHERE id = ?", rule_id, post_id);
    return Change::none;
  }
  rollup_.subtract(database_, post_id);
  database_.run(kSetAside, now_, rule_id, post_id);
  return Change::set_aside;
}

std::optional<std::int64_t> IgnoreJudge::settle_after(std::int64_t post_id, std::int64_t limit,
                                                      int& set_aside, int& restored) {
  std::vector<std::int64_t> posts;
  {
    Query next = database_.query(rules_.empty() ? posts_set_aside_in_any_order() : posts_after_in_order());
    if (!rules_.empty()) next.bind(post_id);
    next.bind(limit);
    while (next.next()) posts.push_back(next.integer(0));
  }
  for (const std::int64_t each : posts) {
    const Change change = settle(each);
    set_aside += change == Change::set_aside;
    restored += change == Change::restored;
  }
  if (posts.empty()) return std::nullopt;
  return posts.back();
}

bool IgnoreJudge::shown_only_by(std::int64_t post_id, const std::string& source) {
  bool shown = false;
  Query sources =
      database_.query("SELECT name FROM sighting JOIN source ON source.id = source_id WHERE post_id = ?");
  sources.bind(post_id);
  while (sources.next()) {
    if (sources.bytes(0) != source) return false;
    shown = true;
  }
  return shown;
}

const std::string& posts_after_in_order() {
  static const std::string select =
      "SELECT id FROM post WHERE id > ? AND (withdrawn_at IS NULL OR ignored_by IS NOT NULL) ORDER BY id "
      "LIMIT ?";
  return select;
}

bool anybody_objects(Database& database) {
  return database.integer("SELECT 1 FROM author WHERE objected_at IS NOT NULL LIMIT 1").has_value();
}

// What an author objects to stays aside, whatever the rules say. Ordered by id, each thousand would sort all
// that are left.
const std::string& posts_set_aside_in_any_order() {
  static const std::string select =
      "SELECT id FROM post INDEXED BY post_by_rule WHERE ignored_by IS NOT NULL AND ignored_by IS NOT "
      "(SELECT id FROM ignore_rule WHERE name = '(objection)') LIMIT ?";
  return select;
}

}  // namespace nhs::store
