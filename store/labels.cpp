#include "store/labels.h"

#include <algorithm>
#include <tuple>

#include "store/post_findings.h"

namespace nhs::store {
namespace {

/// The labels of a post that hold, by their index: those that hold no longer may be many.
const std::string kThatHold =
    " FROM label INDEXED BY label_that_holds WHERE post_id = ? AND undone_at IS NULL AND lapsed_at IS NULL ";

std::vector<LabelledValue> read_values(Database& database, std::int64_t label_id) {
  std::vector<LabelledValue> values;
  Query rows = database.query("SELECT value, direction FROM label_value WHERE label_id = ? ORDER BY value");
  rows.bind(label_id);
  while (rows.next()) {
    LabelledValue value{static_cast<Value>(rows.integer(0))};
    if (!rows.is_null(1)) value.direction = static_cast<Direction>(rows.integer(1));
    values.push_back(value);
  }
  return values;
}

/// Of has_values, sentiment, kind and inclusions, which begin at this column.
Label label_in(Database& database, const Query& row, int first, std::int64_t label_id) {
  Label label;
  if (row.integer(first) != 0) label.values = read_values(database, label_id);
  if (!row.is_null(first + 1)) label.sentiment = static_cast<Sentiment>(row.integer(first + 1));
  if (!row.is_null(first + 2)) label.kind = static_cast<Kind>(row.integer(first + 2));
  if (!row.is_null(first + 3)) label.groups = groups_in(row.integer(first + 3));
  return label;
}

/// What all labels that hold say together: of each aspect the last that speaks of it.
Label label_in_force(Database& database, std::int64_t post_id) {
  static const auto last = [](const char* aspect, const char* speaks) {
    return "SELECT " + std::string{aspect} + kThatHold + "AND " + speaks + " ORDER BY id DESC LIMIT 1";
  };
  static const std::string values = last("id", "has_values = 1");
  static const std::string sentiment = last("sentiment", "sentiment IS NOT NULL");
  static const std::string kind = last("kind", "kind IS NOT NULL");
  static const std::string groups = last("inclusions", "inclusions IS NOT NULL");
  Label in_force;
  if (const auto label = database.integer(values, post_id)) in_force.values = read_values(database, *label);
  if (const auto said = database.integer(sentiment, post_id))
    in_force.sentiment = static_cast<Sentiment>(*said);
  if (const auto said = database.integer(kind, post_id)) in_force.kind = static_cast<Kind>(*said);
  if (const auto said = database.integer(groups, post_id)) in_force.groups = groups_in(*said);
  return in_force;
}

/// What people see of findings; certainties aside.
auto essence(const Classification& findings) {
  std::vector<std::pair<Value, Direction>> values;
  for (const ValueFinding& each : findings.values) values.emplace_back(each.value, each.direction);
  std::sort(values.begin(), values.end());
  std::vector<Group> groups = findings.groups;
  std::sort(groups.begin(), groups.end());
  const auto sentiment = findings.sentiment ? std::optional{findings.sentiment->label} : std::nullopt;
  const auto kind = findings.kind ? std::optional{findings.kind->label} : std::nullopt;
  return std::make_tuple(findings.unclassified, sentiment, std::move(values), kind, std::move(groups));
}

/// Posts that labels speak of, or whose machine findings are kept aside as if labels did.
std::vector<std::int64_t> labelled_posts(Database& database) {
  std::vector<std::int64_t> posts;
  Query rows = database.query(
      "SELECT post_id FROM machine_finding UNION "
      "SELECT post_id FROM label WHERE undone_at IS NULL AND lapsed_at IS NULL ORDER BY 1");
  while (rows.next()) posts.push_back(rows.integer(0));
  return posts;
}

bool is_settled(Database& database, std::int64_t post_id) {
  const Label label = label_in_force(database, post_id);
  const auto machine = read_machine_findings(database, post_id);
  if (label.empty() || !machine) return label.empty() && !machine;
  return essence(overridden(*machine, label)) == essence(read_findings(database, post_id));
}

}  // namespace

bool is_full(Database& database, std::int64_t post_id) {
  static const std::string sql = "SELECT count(*)" + kThatHold;
  return database.integer(sql, post_id).value_or(0) >= kMostLabels;
}

std::optional<Label> last_said(Database& database, std::int64_t post_id, std::int64_t draw,
                               const std::string& reader) {
  static const std::string sql = "SELECT id, has_values, sentiment, kind, inclusions" + kThatHold +
                                 "AND draw_id IN (SELECT id FROM sample_draw WHERE selection = (SELECT "
                                 "selection FROM sample_draw WHERE id = ?)) "
                                 "AND reader = ? ORDER BY id DESC LIMIT 1";
  Query last = database.query(sql);
  last.bind(post_id, draw, reader);
  if (!last.next()) return std::nullopt;
  return label_in(database, last, 1, last.integer(0));
}

bool labels_hold(Database& database) {
  const std::vector<std::int64_t> posts = labelled_posts(database);
  return std::all_of(posts.begin(), posts.end(),
                     [&](std::int64_t post) { return is_settled(database, post); });
}

std::int64_t settle_all_labels(Database& database, Names& names) {
  std::int64_t settled = 0;
  for (const std::int64_t post : labelled_posts(database)) {
    if (is_settled(database, post)) continue;
    // What is left of findings kept aside is none.
    if (!read_machine_findings(database, post)) drop_machine_findings(database, post);
    settle_labels(database, names, post);
    ++settled;
  }
  return settled;
}

std::vector<LabelRecord> read_labels(Database& database, std::int64_t post_id) {
  std::vector<LabelRecord> labels;
  Query rows = database.query(
      "SELECT id, reader, judged_at, draw_id, undone_at, lapsed_at, has_values, sentiment, kind, inclusions "
      "FROM label WHERE post_id = ? ORDER BY id");
  rows.bind(post_id);
  while (rows.next()) {
    LabelRecord record;
    record.reader = rows.bytes(1);
    record.judged_at = rows.time(2);
    record.draw = rows.maybe_integer(3);
    record.undone_at = rows.maybe_time(4);
    record.lapsed_at = rows.maybe_time(5);
    record.label = label_in(database, rows, 6, rows.integer(0));
    labels.push_back(std::move(record));
  }
  return labels;
}

void add_label(Database& database, std::int64_t post_id, const Label& label, const std::string& reader,
               std::optional<std::int64_t> draw, UtcTime now) {
  const auto groups = label.groups ? std::optional{inclusion_bits(*label.groups)} : std::nullopt;
  database.run(
      "INSERT INTO label (post_id, draw_id, reader, judged_at, has_values, sentiment, kind, inclusions) "
      "VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
      post_id, draw, reader, now, label.values.has_value(), label.sentiment, label.kind, groups);
  const std::int64_t id = database.last_inserted();
  if (!label.values) return;
  for (const LabelledValue& each : *label.values)
    database.run("INSERT INTO label_value (label_id, value, direction) VALUES (?, ?, ?)", id, each.value,
                 each.direction);
}

bool undo_last_label(Database& database, std::int64_t post_id, UtcTime now) {
  return database.run(
             "UPDATE label SET undone_at = ? WHERE id = (SELECT max(id) FROM label WHERE post_id = ? "
             "AND undone_at IS NULL AND lapsed_at IS NULL)",
             now, post_id) > 0;
}

void lapse_labels(Database& database, std::int64_t post_id, UtcTime now) {
  database.run("UPDATE label SET lapsed_at = ? WHERE post_id = ? AND undone_at IS NULL AND lapsed_at IS NULL",
               now, post_id);
  database.run("UPDATE sample SET lapsed_at = ? WHERE post_id = ? AND lapsed_at IS NULL", now, post_id);
}

void forget_labels(Database& database, std::int64_t post_id) {
  database.run("DELETE FROM label WHERE post_id = ?", post_id);
  database.run("DELETE FROM sample WHERE post_id = ?", post_id);
  drop_machine_findings(database, post_id);
}

std::optional<Classification> settle_labels(Database& database, Names& names, std::int64_t post_id) {
  const Label label = label_in_force(database, post_id);
  const std::optional<Classification> aside = read_machine_findings(database, post_id);
  if (label.empty()) {
    if (!aside) return std::nullopt;
    drop_machine_findings(database, post_id);
    write_findings(database, names, post_id, *aside);
    return std::nullopt;
  }
  const Classification machine = aside ? *aside : read_findings(database, post_id);
  if (!aside) keep_machine_findings(database, post_id, machine);
  Classification counting = overridden(machine, label);
  write_findings(database, names, post_id, counting);
  return counting;
}

void replace_machine_findings(Database& database, Names& names, std::int64_t post_id,
                              const Classification& findings, RollupChanges& rollup) {
  rollup.subtract(database, post_id);
  drop_machine_findings(database, post_id);
  write_findings(database, names, post_id, findings);
  settle_labels(database, names, post_id);
  rollup.add(database, post_id);
}

}  // namespace nhs::store
