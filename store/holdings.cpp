#include "store/holdings.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>
#include <utility>

#include "store/audit.h"
#include "store/author_rows.h"
#include "store/concerns.h"
#include "store/consents.h"
#include "store/forget_list.h"
#include "store/held_accounts.h"
#include "store/labels.h"
#include "store/pledges.h"
#include "store/posts.h"
#include "store/reader.h"

namespace nhs::store {

struct Holdings::Impl {
  std::filesystem::path file;
  TimeZone zone;
  mutable Database database;

  Impl(std::filesystem::path path, TimeZone time_zone)
      : file(std::move(path)), zone(std::move(time_zone)), database(file, Access::read) {}
};

namespace {

constexpr std::int64_t kPostsAtOnce = 100;

std::vector<UtcTime> read_servings(Database& database, std::int64_t post) {
  std::vector<UtcTime> times;
  Query rows = database.query(
      "SELECT (SELECT drawn_at FROM sample_draw WHERE id = draw_id) FROM sample WHERE post_id = ? ORDER BY draw_id");
  rows.bind(post);
  while (rows.next()) times.push_back(rows.time(0));
  return times;
}

std::vector<Showing> read_showings(Database& database, std::int64_t post) {
  std::vector<Showing> showings;
  Query rows = database.query(
      "SELECT (SELECT name FROM source WHERE id = source_id) AS name, seen_at, local_id FROM sighting "
      "WHERE post_id = ? ORDER BY seen_at, name");
  rows.bind(post);
  while (rows.next()) showings.push_back({rows.bytes(0), rows.time(1), rows.bytes(2)});
  return showings;
}

std::optional<HeldPost> read_held(Database& database, std::int64_t ref) {
  auto post = read_post(database, ref);
  if (!post) return std::nullopt;
  return HeldPost{*std::move(post),
                  read_showings(database, ref),
                  read_labels(database, ref),
                  read_follow_ups(database, ref),
                  read_servings(database, ref),
                  concerns_of(database, ref),
                  read_consents(database, {.ref = ref})};
}

/// A post's number, and its place in the order of time.
struct Standing {
  std::int64_t ref;
  std::int64_t place;
};

/// Undated posts lie below all others by their place.
constexpr const char* kByAuthor =
    "SELECT id, place FROM post WHERE author_id = (SELECT id FROM author WHERE key = ?1) "
    "AND (?2 IS NULL OR place > ?2) ORDER BY place LIMIT ?3";

constexpr const char* kViewsWithoutAuthor =
    "SELECT id, place FROM post WHERE author_id IS NULL AND url_key IN (SELECT url_key FROM post WHERE author_id = "
    "(SELECT id FROM author WHERE key = ?1)) AND (?2 IS NULL OR place > ?2) ORDER BY place LIMIT ?3";

HeldAccount held_under(Database& database, const std::string& network, std::int64_t author) {
  Query row = database.query(
      "SELECT key, (SELECT count(*) FROM post WHERE author_id = author.id) + (SELECT count(*) FROM post "
      "WHERE author_id IS NULL AND url_key IN (SELECT url_key FROM post WHERE author_id = author.id)), "
      "objected_at FROM author WHERE id = ?");
  row.bind(author);
  if (!row.next()) return {network};
  return {network, row.maybe_hash(0).value_or(KeyedHash{}), row.integer(1), row.maybe_time(2)};
}

std::vector<Standing> next_posts(Database& database, const char* which, const KeyedHash& author,
                                 std::optional<std::int64_t> after_place) {
  std::vector<Standing> found;
  Query rows = database.query(which);
  rows.bind(author, after_place, kPostsAtOnce);
  while (rows.next()) found.push_back({rows.integer(0), rows.integer(1)});
  return found;
}

}  // namespace

Result<Holdings> Holdings::open(const std::filesystem::path& file) {
  const auto reader = Reader::open(file);
  if (!reader) return tl::unexpected(reader.error());
  return attempt(
      file, [&]() -> Result<Holdings> { return Holdings{std::make_unique<Impl>(file, reader->zone())}; });
}

Holdings::Holdings(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
Holdings::Holdings(Holdings&&) noexcept = default;
Holdings& Holdings::operator=(Holdings&&) noexcept = default;
Holdings::~Holdings() = default;

TimeZone Holdings::zone() const { return impl_->zone; }

Result<std::vector<std::string>> Holdings::networks() const {
  return attempt(impl_->file,
                 [&]() -> Result<std::vector<std::string>> { return stored_networks(impl_->database); });
}

Result<void> Holdings::for_each_post(const KeyedHash& author,
                                     const std::function<bool(const HeldPost&)>& visit) const {
  for (const char* which : {kByAuthor, kViewsWithoutAuthor}) {
    std::optional<std::int64_t> after;
    for (bool more = true; more;) {
      std::vector<HeldPost> page;
      const auto read = attempt(impl_->file, [&]() -> Result<void> {
        SQLite::Transaction snapshot(impl_->database.connection());
        const std::vector<Standing> standing = next_posts(impl_->database, which, author, after);
        more = !standing.empty();
        for (const Standing& each : standing)
          if (auto held = read_held(impl_->database, each.ref)) page.push_back(*std::move(held));
        if (more) after = standing.back().place;
        return {};
      });
      if (!read) return read;
      for (const HeldPost& each : page)
        if (!visit(each)) return {};
    }
  }
  return {};
}

std::vector<std::string> stored_networks(Database& database) {
  std::vector<std::string> names;
  Query rows = database.query("SELECT name FROM network ORDER BY name");
  while (rows.next()) names.push_back(rows.bytes(0));
  return names;
}

std::vector<HeldAccount> known_accounts(Database& database, const std::vector<AccountKey>& accounts) {
  std::vector<HeldAccount> known;
  std::set<std::int64_t> told;
  ForgetListCheck list(database);
  for (const AccountKey& each : accounts) {
    std::vector<HeldAccount> found;
    const std::set<std::int64_t> rows = rows_of_author(database, each.key);
    for (const std::int64_t row : rows)
      if (told.insert(row).second) found.push_back(held_under(database, each.network, row));
    // Who is on the forget list has no row.
    if (rows.empty()) found.push_back({each.network, each.key});
    for (HeldAccount& account : found) {
      PseudonymousPost by_them;
      by_them.author_key = account.key;
      account.forgotten = list.holds(by_them);
      // An author whose posts are all gone leaves a row that says nothing.
      if (account.posts > 0 || account.forgotten || account.objected_at) known.push_back(account);
    }
  }
  return known;
}

std::vector<SealedPost> sealed_posts(Database& database, const std::vector<HeldAccount>& authors,
                                     const std::vector<std::int64_t>& refs) {
  static const std::string select =
      "SELECT sealed, (SELECT key FROM author WHERE id = author_id), (SELECT (SELECT key FROM author WHERE id = "
      "other.author_id) FROM post AS other WHERE other.url_key = post.url_key AND other.author_id IS NOT NULL "
      "ORDER BY other.id LIMIT 1) FROM post WHERE id = ?";
  const auto is_one = [&](const std::optional<KeyedHash>& author) {
    return author && std::any_of(authors.begin(), authors.end(),
                                 [&](const HeldAccount& each) { return each.key == *author; });
  };
  std::vector<SealedPost> posts;
  for (const std::int64_t ref : refs) {
    Query row = database.query(select);
    row.bind(ref);
    if (!row.next()) continue;
    const auto author = row.maybe_hash(1);
    if (is_one(author) || (!author && is_one(row.maybe_hash(2))))
      posts.push_back({ref, row.bytes(0), read_showings(database, ref)});
  }
  return posts;
}

SealedHoldings reveal_holdings(Database& database, const std::vector<AccountKey>& accounts,
                               const std::vector<std::int64_t>& refs, const Act& act) {
  SealedHoldings holdings;
  holdings.known = known_accounts(database, accounts);
  holdings.posts = sealed_posts(database, holdings.known, refs);
  std::int64_t posts = static_cast<std::int64_t>(holdings.posts.size());
  std::string detail = "identities shown";
  if (refs.empty()) {
    for (const HeldAccount& each : holdings.known) posts += each.posts;
    detail = posts == 0 ? "looked an account up: nothing held" : "looked an account up";
  }
  write_audit(database, act, Action::access, std::nullopt, detail, posts);
  return holdings;
}

}  // namespace nhs::store
