#include "store/ignore_history.h"

#include <fmt/format.h>

#include <string>

#include "store/meta.h"

namespace nhs::store {
namespace {

/// In `meta`: the fingerprint of the ignore rules that every stored post is in line with. Not there while
/// posts may be in line with different ones.
const std::string kInLineWith = "ignore_rules";

/// In `meta`: the fingerprint of the rules that are being put in force, and the last post that is in line
/// with them. Both there or neither.
const std::string kNextIgnoreRules = "ignore_rules_next";
const std::string kSettledTo = "ignore_rules_settled_to";

/// In `meta`: the fingerprint of the rules that the daemon brought last. Not there while none ever wrote.
const std::string kIgnoreRulesOfDaemon = "ignore_rules_of_daemon";

void forget_settling(Database& database) {
  database.run("DELETE FROM meta WHERE key IN (?, ?)", kNextIgnoreRules, kSettledTo);
}

}  // namespace

Result<void> agree_on_ignore_rules(Database& database, const std::filesystem::path& file,
                                   const IgnoreRules& rules, bool by_daemon) {
  const auto of_daemon = read_meta(database, kIgnoreRulesOfDaemon);
  if (of_daemon == rules.fingerprint()) return {};
  if (by_daemon) {
    write_meta(database, kIgnoreRulesOfDaemon, rules.fingerprint());
    return {};
  }
  if (!of_daemon) return {};
  return fail(ExitStatus::configuration,
              fmt::format("{}: nhsvaluesd put other ignore rules in force than this configuration has; name "
                          "its configuration with --config, or restart nhsvaluesd with this one first",
                          file.string()));
}

void own_up_to_other_ignore_rules(Database& database, const IgnoreRules& rules) {
  database.run("DELETE FROM meta WHERE key = ? AND value <> ?", kInLineWith, rules.fingerprint());
  if (const auto next = read_meta(database, kNextIgnoreRules); next && *next != rules.fingerprint())
    forget_settling(database);
}

bool all_in_line_with(Database& database, const IgnoreRules& rules) {
  return read_meta(database, kInLineWith) == rules.fingerprint();
}

std::int64_t settled_to(Database& database, const IgnoreRules& rules) {
  if (read_meta(database, kNextIgnoreRules) != rules.fingerprint()) return 0;
  return database.integer("SELECT CAST(value AS INTEGER) FROM meta WHERE key = ?", kSettledTo).value_or(0);
}

void note_settled_to(Database& database, const IgnoreRules& rules, std::optional<std::int64_t> last) {
  if (last) {
    database.run("DELETE FROM meta WHERE key = ?", kInLineWith);
    write_meta(database, kNextIgnoreRules, rules.fingerprint());
    write_meta(database, kSettledTo, std::to_string(*last));
  } else {
    forget_settling(database);
    write_meta(database, kInLineWith, rules.fingerprint());
  }
}

void carry_ignore_history(Database& present, Database& restored, bool set_aside_any) {
  if (const auto of_daemon = read_meta(present, kIgnoreRulesOfDaemon))
    write_meta(restored, kIgnoreRulesOfDaemon, *of_daemon);
  if (!set_aside_any && read_meta(present, kInLineWith) == read_meta(restored, kInLineWith)) return;
  for (const std::string& each : {kInLineWith, kNextIgnoreRules, kSettledTo}) drop_meta(restored, each);
}

}  // namespace nhs::store
