#include "store/audit.h"

#include <fmt/format.h>
#include <unistd.h>

#include "store/file_owner.h"

namespace nhs::store {

std::string own_person() { return person_of(::getuid()); }

std::string person_of(unsigned user) {
  const std::string login = user_name(user);
  return login == std::to_string(user) ? fmt::format("user {}", user) : fmt::format("{} ({})", login, user);
}

namespace {

void insert(Database& database, const Act& act, std::string_view action, std::optional<std::int64_t> post,
            const std::string& detail, std::optional<std::int64_t> posts, const std::string& filter) {
  database.run(
      "INSERT INTO audit (at, person, action, post_id, detail, filter, posts) VALUES (?, ?, ?, ?, ?, ?, ?)",
      act.at, act.person, std::string{action}, post, detail, filter, posts);
}

/// Of "ana (1001)": `ana`, `1001` and the whole name it; of "user 1001", `1001` does.
constexpr const char* kIsPerson =
    "(person = ?1 OR substr(person, 1, length(?1) + 2) = ?1 || ' (' "
    "OR person = 'user ' || ?1 OR substr(person, -length(?1) - 3) = ' (' || ?1 || ')')";

}  // namespace

void write_audit(Database& database, const Act& act, Action action, std::optional<std::int64_t> post,
                 const std::string& detail, std::optional<std::int64_t> posts, const std::string& filter) {
  insert(database, act, id_of(action), post, detail, posts, filter);
}

void write_audit(Database& database, const Act& act, const Disclosure& disclosure) {
  insert(database, act, id_of(disclosure.outlet), disclosure.post, disclosure.detail, disclosure.posts,
         disclosure.filter);
}

std::vector<AuditRecord> read_audit(Database& database, const AuditQuery& query) {
  std::string sql =
      "SELECT id, at, person, action, post_id, detail, filter, posts FROM audit WHERE (?1 = '' OR " +
      std::string{kIsPerson} +
      ") AND (?2 IS NULL OR at >= ?2) AND (?3 IS NULL OR at < ?3) AND (?4 IS NULL OR id < ?4)";
  if (!query.actions.empty()) sql += " AND action IN (" + question_marks(query.actions.size()) + ")";
  Query rows = database.query(sql + " ORDER BY id DESC LIMIT ?");
  rows.bind(query.person, query.since, query.until, query.below);
  for (const std::string& action : query.actions) rows.bind(action);
  rows.bind(query.limit);
  std::vector<AuditRecord> records;
  while (rows.next())
    records.push_back({.at = rows.time(1),
                       .person = rows.bytes(2),
                       .action = rows.bytes(3),
                       .post = rows.maybe_integer(4),
                       .detail = rows.bytes(5),
                       .filter = rows.bytes(6),
                       .posts = rows.maybe_integer(7),
                       .id = rows.integer(0)});
  return records;
}

bool audit_is_without_holes(Database& database) {
  const auto written = database.integer("SELECT seq FROM sqlite_sequence WHERE name = 'audit'").value_or(0);
  return database.integer(
             "SELECT count(*) = ?1 AND coalesce(min(id), 1) = 1 AND coalesce(max(id), 0) = ?1 FROM audit",
             written) == 1;
}

}  // namespace nhs::store
