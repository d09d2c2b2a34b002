#include "store/names.h"

#include "core/text.h"

namespace nhs::store {
namespace {

// Authors make up tags without end; the common ones come back at once.
constexpr std::size_t kMaxRemembered = 10'000;

/// The number of the name in this table, remembered, or given by `insert`.
template <typename Insert>
std::int64_t number_of(Database& database, std::unordered_map<std::string, std::int64_t>& known,
                       const std::string& select, const std::string& name, const Insert& insert) {
  if (const auto found = known.find(name); found != known.end()) return found->second;
  std::optional<std::int64_t> id = database.integer(select, name);
  if (!id) {
    insert();
    id = database.last_inserted();
  }
  if (known.size() >= kMaxRemembered) known.clear();
  known.emplace(name, *id);
  return *id;
}

}  // namespace

std::int64_t Names::network(const std::string& name) {
  return number_of(database_, networks_, "SELECT id FROM network WHERE name = ?", name,
                   [&] { database_.run("INSERT INTO network (name) VALUES (?)", name); });
}

std::int64_t Names::source(const std::string& name) {
  return number_of(database_, sources_, "SELECT id FROM source WHERE name = ?", name,
                   [&] { database_.run("INSERT INTO source (name) VALUES (?)", name); });
}

std::int64_t Names::model(const std::string& name) {
  return number_of(database_, models_, "SELECT id FROM model WHERE name = ?", name,
                   [&] { database_.run("INSERT INTO model (name) VALUES (?)", name); });
}

std::int64_t Names::tag(const std::string& name) {
  return number_of(database_, tags_, "SELECT id FROM tag WHERE name = ?", name, [&] {
    database_.run("INSERT INTO tag (name, folded) VALUES (?, ?)", name, tag_key(name));
  });
}

std::int64_t Names::ignore_rule(const std::string& name) {
  return number_of(database_, ignore_rules_, "SELECT id FROM ignore_rule WHERE name = ?", name,
                   [&] { database_.run("INSERT INTO ignore_rule (name) VALUES (?)", name); });
}

void Names::forget() {
  networks_.clear();
  sources_.clear();
  models_.clear();
  tags_.clear();
  ignore_rules_.clear();
}

}  // namespace nhs::store
