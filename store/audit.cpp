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

void write_audit(Database& database, const Act& act, Action action, std::optional<std::int64_t> post,
                 const std::string& detail) {
  database.run("INSERT INTO audit (at, person, action, post_id, detail) VALUES (?, ?, ?, ?, ?)", act.at,
               act.person, std::string{id_of(action)}, post, detail);
}

std::vector<AuditRecord> read_audit(Database& database, std::int64_t limit) {
  std::vector<AuditRecord> records;
  Query rows =
      database.query("SELECT at, person, action, post_id, detail FROM audit ORDER BY id DESC LIMIT ?");
  rows.bind(limit);
  while (rows.next())
    records.push_back({rows.time(0), rows.bytes(1), rows.bytes(2), rows.maybe_integer(3), rows.bytes(4)});
  return records;
}

}  // namespace nhs::store
