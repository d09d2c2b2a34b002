#include "store/content_checks.h"

#include <fmt/format.h>

#include "store/audit.h"
#include "store/disk_room.h"
#include "store/labels.h"
#include "store/meta.h"
#include "store/property_rollup.h"
#include "store/rollups.h"
#include "store/search.h"
#include "store/tables.h"

namespace nhs::store {
namespace {

constexpr const char* kRepair = "stop nhsvaluesd and run `nhsvalues doctor --repair`";
constexpr const char* kRestore =
    "stop nhsvaluesd, keep a copy of the file, and put a backup in its place (`nhsvalues restore`)";

/// Runs a check on one snapshot. holds: true when all is well.
HealthCheck checked(Database& database, const std::filesystem::path& file, HealthCheck check,
                    const std::string& wrong, const std::function<bool()>& holds,
                    SQLite::TransactionBehavior behaviour = SQLite::TransactionBehavior::DEFERRED) {
  try {
    SQLite::Transaction snapshot(database.connection(), behaviour);
    if (holds()) return check;
    check.verdict = Verdict::fails;
    check.found = wrong;
    check.remedy = check.repairable ? kRepair : kRestore;
  } catch (const SQLite::Exception& failure) {
    const Error error = explained(failure, file);
    check.verdict = error.status == ExitStatus::try_again ? Verdict::not_checked : Verdict::fails;
    check.found = error.message;
    check.remedy = check.verdict == Verdict::fails ? kRestore : "run it again";
    check.repairable = false;
  }
  return check;
}

HealthCheck check_pages(Database& database, const std::filesystem::path& file, Depth depth) {
  const bool full = depth == Depth::full;
  std::string first;
  HealthCheck check{
      "file",
      Verdict::holds,
      full ? "every page can be read, and every index agrees with its table" : "every page can be read",
      {},
      false};
  check = checked(database, file, std::move(check), "damaged", [&] {
    // SQLite's words name tables, indexes and pages, never what stands in them.
    first = database.text(full ? "PRAGMA integrity_check(1)" : "PRAGMA quick_check(1)").value_or("");
    return first == "ok";
  });
  if (check.found == "damaged")
    check.found = fmt::format("the file is damaged: {}", first.substr(0, first.find('\n')));
  return check;
}

HealthCheck check_references(Database& database, const std::filesystem::path& file) {
  return checked(
      database, file, {"references", Verdict::holds, "every row that another names is there", {}, false},
      "rows are missing that others name",
      [&] { return !database.integer("SELECT 1 FROM pragma_foreign_key_check LIMIT 1").has_value(); });
}

HealthCheck check_rollups(Database& database, const std::filesystem::path& file) {
  return checked(database, file, {"rollups", Verdict::holds, "equal to a recount from the posts", {}, true},
                 "counts differ from a recount: trends are wrong", [&] {
                   return rollup_equals_recount(database) &&
                          (!has_table(database, "rollup_day") || rollup_is_packed(database)) &&
                          (!has_table(database, "rollup_property") || property_rollup_holds(database));
                 });
}

HealthCheck check_findings(Database& database, const std::filesystem::path& file) {
  return checked(database, file,
                 {"findings", Verdict::holds, "every post's values stand in both places alike", {}, true},
                 "the values of some posts differ between `post` and `post_value`",
                 [&] { return findings_hold(database); });
}

HealthCheck check_labels(Database& database, const std::filesystem::path& file) {
  return checked(database, file,
                 {"labels", Verdict::holds, "what people said counts wherever it holds", {}, true},
                 "what people said of some posts is not what counts",
                 [&] { return !has_table(database, "machine_finding") || labels_hold(database); });
}

HealthCheck check_search(Database& database, const std::filesystem::path& file, SearchIndex index) {
  const bool by_words = index == SearchIndex::by_words;
  return checked(
      database, file,
      {"search",
       Verdict::holds,
       by_words ? "the full-text index says what the texts say" : "every text stands in the full-text index",
       {},
       true},
      "the full-text index differs from the texts: --query finds too little or too much",
      [&] {
        if (!has_table(database, "post_search")) return true;
        return by_words ? search_holds(database) : search_lists_all(database);
      },
      by_words ? SQLite::TransactionBehavior::IMMEDIATE : SQLite::TransactionBehavior::DEFERRED);
}

/// A hole is no damage of the file: somebody took a line away.
HealthCheck check_audit(Database& database, const std::filesystem::path& file) {
  HealthCheck check = checked(
      database, file, {"audit", Verdict::holds, "every line that was ever written is there", {}, false},
      "lines of the audit are missing",
      [&] { return !has_table(database, "audit") || audit_is_without_holes(database); });
  if (check.found == "lines of the audit are missing")
    check.remedy = "ask who can write the file, and compare with a backup: nhsvalues never takes one away";
  return check;
}

}  // namespace

std::vector<HealthCheck> check_contents(Database& database, const std::filesystem::path& file, Depth depth,
                                        SearchIndex index, const TellCheck& tell) {
  std::vector<HealthCheck> checks;
  const auto next = [&](const char* what, auto&& check) {
    if (tell) tell(what);
    checks.push_back(check());
  };
  next("reading every page", [&] { return check_pages(database, file, depth); });
  next("following references", [&] { return check_references(database, file); });
  next("counting posts afresh", [&] { return check_rollups(database, file); });
  next("comparing findings", [&] { return check_findings(database, file); });
  next("laying labels over findings", [&] { return check_labels(database, file); });
  next("counting the audit's lines", [&] { return check_audit(database, file); });
  next("looking at the full-text index", [&] { return check_search(database, file, index); });
  if (tell) tell({});
  return checks;
}

Contents contents_of(Database& database, const std::filesystem::path& file) {
  Contents contents;
  SQLite::Transaction snapshot(database.connection());
  contents.schema_version = static_cast<int>(database.integer("PRAGMA user_version").value_or(0));
  const bool has_rules = has_table(database, "ignore_rule");
  {
    Query counts = database.query(
        std::string{"SELECT count(*) FILTER (WHERE withdrawn_at IS NULL), count(withdrawn_at), "} +
        (has_rules ? "count(ignored_by)" : "0") +
        ", max(created_at) FILTER (WHERE withdrawn_at IS NULL), max(first_seen_at) FROM post");
    counts.next();
    contents.posts = counts.integer(0);
    contents.set_aside = counts.integer(2);
    contents.withdrawn = counts.integer(1) - contents.set_aside;
    contents.newest_post_at = counts.maybe_time(3);
    contents.last_seen_at = counts.maybe_time(4);
  }
  if (has_table(database, "machine_finding"))
    contents.labelled = database.integer("SELECT count(*) FROM machine_finding").value_or(0);
  contents.key_fingerprint = read_meta(database, "key_fingerprint").value_or("");
  contents.timezone = read_meta(database, "timezone").value_or("");
  contents.bytes = bytes_of_file(file).value_or(0);
  return contents;
}

}  // namespace nhs::store
