#include "store/doctor.h"

#include "store/earlier_keys.h"

#include <fmt/format.h>

#include <algorithm>
#include <functional>
#include <iterator>

#include "core/counted.h"
#include "store/audit.h"
#include "store/content_checks.h"
#include "store/erasure.h"
#include "store/keys_in_use.h"
#include "store/labels.h"
#include "store/meta.h"
#include "store/migrations.h"
#include "store/property_rollup.h"
#include "store/read_access.h"
#include "store/retention_state.h"
#include "store/rollups.h"
#include "store/search.h"
#include "store/surroundings.h"

namespace nhs::store {
namespace {

Result<void> check_repairable(Database& database, const std::filesystem::path& file) {
  const auto state = identify(database, file);
  if (!state) return tl::unexpected(state.error());
  if (*state != FileState::current)
    return fail(ExitStatus::bad_data,
                fmt::format("{}: not of this program's schema version yet; start nhsvaluesd, which brings it "
                            "up to date, then stop it and try again",
                            file.string()));
  if (database.text("PRAGMA quick_check(1)") == "ok") return {};
  return fail(
      ExitStatus::io,
      fmt::format("{}: the file itself is damaged, which cannot be repaired; put a backup in its place "
                  "(nhsvalues restore)",
                  file.string()));
}

std::string in_words(const std::vector<EarlierKeyInUse>& keys) {
  std::string words;
  for (const EarlierKeyInUse& each : keys) {
    const std::string name =
        each.fingerprint == kUnknownKey ? "one that nobody noted" : "the key " + each.fingerprint;
    words += fmt::format("{}{} ({} lines of the forget list, {} of the ledger, {} posts and accounts)",
                         words.empty() ? "" : ", ", name, each.forgotten, each.removed, each.others);
  }
  return words;
}

/// What stands under keys before is matched by them, as long as the key file has them.
HealthCheck check_previous_keys(Database& database, const KeyAtHand& key) {
  const UnderEarlierKeys left = count_under_earlier_keys(database);
  const std::vector<EarlierKeyInUse> in_use = earlier_keys_in_use(database);
  if (left.all() == 0 && in_use.empty())
    return {"previous_keys", Verdict::holds, "nothing stands under a key before this one", {}, false};
  std::string found = fmt::format(
      "under a key before, for matching only: {} posts, {} accounts, {} addresses, {} references to answered posts, {} "
      "texts, {} lines of the forget list, {} of the ledger",
      left.posts, left.authors, left.addresses, left.answered, left.texts, left.forgotten, left.removed);
  if (key.forbidden || key.fingerprint.empty())
    return {"previous_keys", Verdict::not_checked, found, {}, false};
  std::vector<EarlierKeyInUse> missing;
  std::vector<EarlierKeyInUse> lost;
  for (const EarlierKeyInUse& each : not_held(in_use, key.previous))
    (each.lost ? lost : missing).push_back(each);
  if (!lost.empty())
    found += "; somebody said that a key is lost, and by it nothing is matched: " + in_words(lost);
  if (missing.empty()) return {"previous_keys", Verdict::holds, found, {}, false};
  return {
      "previous_keys", Verdict::fails,
      found + fmt::format("; but {} does not hold {}", key.file.string(), in_words(missing)),
      fmt::format("put its line `previous = …` back, from a copy of the key file: without it who asked to be "
                  "forgotten is not known any more, and nothing is collected; if no copy is left, say so: "
                  "`nhsvalues rotate-key --lost {}`",
                  missing.front().fingerprint),
      false};
}

HealthCheck check_erasing(Database& database) {
  const auto since = erasing_since(database);
  // A purge notes what is to be erased only once it has taken the last post.
  if (!since && traces_left_by(database))
    return {"erasing", Verdict::fails,
            "posts that a purge took are still in the files: it was broken off, or is at work",
            "nhsvaluesd goes on with it by itself, or `nhsvalues retention --apply` does", false};
  if (!since) return {"erasing", Verdict::holds, "nothing that was erased is left in the files", {}, false};
  return {"erasing", Verdict::fails,
          fmt::format("what was erased since {} is still in the files", format_utc(*since)),
          "nhsvaluesd removes it once nobody reads, or `nhsvalues forget --finish` does", false};
}

}  // namespace

Result<std::vector<HealthCheck>> examine(const std::filesystem::path& file, const ExamineOptions& options) {
  if (auto readable = check_readable(file); !readable) return tl::unexpected(readable.error());
  try {
    const bool by_words = options.full && options.may_write;
    Database database(file, by_words ? Access::write : Access::read);
    const auto state = identify(database, file);
    if (!state) return tl::unexpected(state.error());
    if (*state == FileState::empty)
      return fail(ExitStatus::no_input, fmt::format("{}: there is nothing in this file yet", file.string()));
    const int version = static_cast<int>(database.integer("PRAGMA user_version").value_or(0));
    const std::string fingerprint = read_meta(database, "key_fingerprint").value_or("");
    std::vector<HealthCheck> checks =
        check_contents(database, file, options.full ? Depth::full : Depth::quick,
                       by_words ? SearchIndex::by_words : SearchIndex::by_posts, options.tell);
    std::vector<HealthCheck> around = check_surroundings(file, version, fingerprint, options);
    std::move(around.begin(), around.end(), std::back_inserter(checks));
    if (*state == FileState::current) checks.push_back(check_erasing(database));
    if (*state == FileState::current) checks.push_back(check_previous_keys(database, options.key));
    return checks;
  } catch (const SQLite::Exception& failure) {
    return tl::unexpected(explained_to_reader(failure, file));
  }
}

Result<std::vector<std::string>> repair(const std::filesystem::path& file, const Act& act) {
  if (auto readable = check_readable(file); !readable) return tl::unexpected(readable.error());
  return attempt(file, [&]() -> Result<std::vector<std::string>> {
    Database database(file, Access::write);
    if (auto sound = check_repairable(database, file); !sound) return tl::unexpected(sound.error());
    std::vector<std::string> done;
    // mend: what had to be done, in words; nothing when all was well.
    const auto step = [&](const std::function<std::string()>& mend) {
      SQLite::Transaction transaction(database.connection(), SQLite::TransactionBehavior::IMMEDIATE);
      std::string what = mend();
      if (what.empty()) return;
      write_audit(database, act, Action::repair, std::nullopt, what);
      transaction.commit();
      done.push_back(std::move(what));
    };
    step([&] {
      const auto posts = rewrite_findings(database);
      return posts > 0 ? counted(posts, "post") + " got their findings from their values again" : "";
    });
    step([&] {
      Names names(database);
      const auto posts = settle_all_labels(database, names);
      return posts > 0 ? counted(posts, "post") + " got what people said of them again" : "";
    });
    step([&]() -> std::string {
      if (rollup_equals_recount(database) && rollup_is_packed(database) && property_rollup_holds(database))
        return {};
      recount_rollup(database);
      return "the rollups were counted afresh";
    });
    step([&]() -> std::string {
      if (search_holds(database)) return {};
      rebuild_search(database);
      return "the full-text index was filled afresh";
    });
    return done;
  });
}

}  // namespace nhs::store
