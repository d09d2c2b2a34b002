#include "store/post_findings.h"

#include <string>

#include "store/findings.h"

namespace nhs::store {
namespace {

const std::string kUpdateFindings =
    "UPDATE post SET model_id = ?, language = ?, unclassified = ?, sentiment = ?, positive = ?, neutral = ?, "
    "negative = ?, kind = ?, kind_probability = ?, findings = ? WHERE id = ?";

/// Unclassified to findings, as `post` and `machine_finding` have them.
void bind_own_findings(Query& query, const Classification& findings) {
  const auto& sentiment = findings.sentiment;
  const auto part = [&](double SentimentFinding::*member) -> std::optional<double> {
    if (!sentiment) return std::nullopt;
    return (*sentiment).*member;
  };
  query.bind(findings.unclassified, sentiment ? std::optional{sentiment->label} : std::nullopt,
             part(&SentimentFinding::positive), part(&SentimentFinding::neutral),
             part(&SentimentFinding::negative));
  query.bind(findings.kind ? std::optional{findings.kind->label} : std::nullopt,
             findings.kind ? std::optional{findings.kind->probability} : std::nullopt);
  query.bind(findings_of(findings.values));
}

/// table: `post_value` or `machine_value`.
void write_values(Database& database, const std::string& table, std::int64_t post_id,
                  const Classification& findings) {
  Findings written = 0;
  for (const ValueFinding& each : findings.values) {
    if ((written & finding_bits(each.value)) != 0) continue;
    written |= finding_bit(each.value, each.direction);
    database.run("INSERT INTO " + table + " (post_id, value, direction, probability) VALUES (?, ?, ?, ?)",
                 post_id, each.value, each.direction, each.probability);
  }
}

void read_values(Database& database, const std::string& table, std::int64_t post_id,
                 Classification& findings) {
  Query query = database.query("SELECT value, direction, probability FROM " + table +
                               " WHERE post_id = ? ORDER BY value");
  query.bind(post_id);
  while (query.next())
    findings.values.push_back(
        {static_cast<Value>(query.integer(0)), static_cast<Direction>(query.integer(1)), query.real(2), {}});
}

}  // namespace

Classification findings_from(const Query& row, int first) {
  Classification findings;
  findings.language = row.bytes(first);
  if (!row.is_null(first + 1)) findings.unclassified = static_cast<Unclassified>(row.integer(first + 1));
  if (!row.is_null(first + 2))
    findings.sentiment = SentimentFinding{static_cast<Sentiment>(row.integer(first + 2)),
                                          row.real(first + 3),
                                          row.real(first + 4),
                                          row.real(first + 5),
                                          {}};
  if (!row.is_null(first + 6))
    findings.kind = KindFinding{static_cast<Kind>(row.integer(first + 6)), row.real(first + 7)};
  findings.model = row.bytes(first + 8);
  return findings;
}

void read_finding_lists(Database& database, std::int64_t post_id, Classification& findings) {
  read_values(database, "post_value", post_id, findings);
  Query groups = database.query("SELECT inclusion FROM post_group WHERE post_id = ? ORDER BY inclusion");
  groups.bind(post_id);
  while (groups.next()) findings.groups.push_back(static_cast<Group>(groups.integer(0)));
}

Classification read_findings(Database& database, std::int64_t post_id) {
  static const std::string select = std::string{"SELECT "} + kFindingColumns + " FROM post WHERE id = ?";
  Classification findings;
  {
    Query query = database.query(select);
    query.bind(post_id);
    if (query.next()) findings = findings_from(query, 0);
  }
  read_finding_lists(database, post_id, findings);
  return findings;
}

void bind_findings(Query& query, std::int64_t model_id, const Classification& findings) {
  query.bind(model_id, findings.language);
  bind_own_findings(query, findings);
}

void write_finding_lists(Database& database, std::int64_t post_id, const Classification& findings) {
  write_values(database, "post_value", post_id, findings);
  for (const Group group : findings.groups)
    database.run("INSERT INTO post_group (post_id, inclusion) VALUES (?, ?) ON CONFLICT DO NOTHING", post_id,
                 group);
}

void delete_finding_lists(Database& database, std::int64_t post_id) {
  database.run("DELETE FROM post_value WHERE post_id = ?", post_id);
  database.run("DELETE FROM post_group WHERE post_id = ?", post_id);
}

void write_findings(Database& database, Names& names, std::int64_t post_id, const Classification& findings) {
  {
    Query query = database.query(kUpdateFindings);
    bind_findings(query, names.model(findings.model), findings);
    query.bind(post_id);
    query.next();
  }
  delete_finding_lists(database, post_id);
  write_finding_lists(database, post_id, findings);
}

std::optional<Classification> read_machine_findings(Database& database, std::int64_t post_id) {
  std::optional<Classification> findings;
  {
    Query query = database.query(
        "SELECT language, machine.unclassified, machine.sentiment, machine.positive, machine.neutral, "
        "machine.negative, machine.kind, machine.kind_probability, (SELECT name FROM model WHERE id = "
        "model_id), inclusions FROM machine_finding AS machine JOIN post ON id = post_id WHERE post_id = ?");
    query.bind(post_id);
    if (!query.next()) return std::nullopt;
    findings = findings_from(query, 0);
    findings->groups = groups_in(query.integer(9));
  }
  read_values(database, "machine_value", post_id, *findings);
  return findings;
}

void keep_machine_findings(Database& database, std::int64_t post_id, const Classification& findings) {
  {
    Query query = database.query(
        "INSERT INTO machine_finding (post_id, inclusions, unclassified, sentiment, positive, neutral, "
        "negative, kind, kind_probability, findings) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)");
    query.bind(post_id, inclusion_bits(findings.groups));
    bind_own_findings(query, findings);
    query.next();
  }
  write_values(database, "machine_value", post_id, findings);
}

void drop_machine_findings(Database& database, std::int64_t post_id) {
  database.run("DELETE FROM machine_value WHERE post_id = ?", post_id);
  database.run("DELETE FROM machine_finding WHERE post_id = ?", post_id);
}

std::int64_t inclusion_bits(const std::vector<Group>& groups) {
  std::int64_t bits = 0;
  for (const Group group : groups) bits |= std::int64_t{1} << index_of(group);
  return bits;
}

std::vector<Group> groups_in(std::int64_t bits) {
  std::vector<Group> groups;
  for (const Group group : all_of<Group>())
    if ((bits >> index_of(group) & 1) != 0) groups.push_back(group);
  return groups;
}

}  // namespace nhs::store
