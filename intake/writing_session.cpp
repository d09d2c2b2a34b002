#include "intake/writing_session.h"

#include <fmt/format.h>
#include <sys/stat.h>

#include <cstring>
#include <filesystem>

#include "intake/key_of_database.h"
#include "intake/rekeying.h"

namespace nhs::intake {
namespace {

namespace fs = std::filesystem;

Result<void> make_folder(const fs::path& folder) {
  std::error_code error;
  if (folder.empty() || fs::is_directory(folder, error)) return {};
  fs::create_directories(folder, error);
  if (error)
    return fail(ExitStatus::cannot_create,
                fmt::format("{}: cannot be made: {}", folder.string(), error.message()));
  // The folder holds the key: nobody but the owner and the group that may read.
  fs::permissions(folder, fs::perms::owner_all | fs::perms::group_read | fs::perms::group_exec, error);
  return {};
}

/// A database that is just being made has no key yet; the store refuses a file that another database's is.
Result<privacy::Key> key_for(const config::Config& config) {
  std::error_code error;
  if (fs::exists(config.database, error)) return key_of_database(config);
  const fs::path path = privacy::key_path(config.key_file, config.database);
  if (fs::exists(path, error)) return privacy::Key::read(path);
  return privacy::Key::create(path);
}

/// An import ends once it has taken its files in: what it does not do nobody would. True when posts are left.
Result<bool> put_in_force(store::ConcernRules rules, store::RulesFrom from, store::PostStore& posts) {
  if (from == store::RulesFrom::daemon) return posts.begin_concern_rules(std::move(rules), from);
  const auto applied = posts.apply_concern_rules(std::move(rules), SystemClock{}.now(), from);
  if (!applied) return tl::unexpected(applied.error());
  return false;
}

}  // namespace

Result<WritingSession> begin_writing(const config::Config& config, const char* who, store::RulesFrom from) {
  // First what may be missing: whoever fails for want of it leaves no key behind.
  const auto zone = TimeZone::named(config.timezone);
  if (!zone) return tl::unexpected(zone.error());
  const auto model = classifier::find_model();
  if (!model) return tl::unexpected(model.error());
  auto judge = classifier::load_model(*model);
  if (!judge) return tl::unexpected(judge.error());
  if (auto made = make_folder(config.database.parent_path()); !made) return tl::unexpected(made.error());
  auto lock = store::WriterLock::take(config.database, who);
  if (!lock) return tl::unexpected(lock.error());
  auto key = key_for(config);
  if (!key) return tl::unexpected(key.error());
  auto posts = store::PostStore::open(config.database, key->fingerprint(), *zone);
  if (!posts) return tl::unexpected(posts.error());
  if (auto known = check_earlier_keys(config, *key); !known) return tl::unexpected(known.error());
  Intake intake{privacy::Pseudonymiser{*std::move(key), config.organisations}, *std::move(judge)};
  const auto ignored =
      posts->apply_ignore_rules(intake.ignore_rules(config.ignore), SystemClock{}.now(), from);
  if (!ignored) return tl::unexpected(ignored.error());
  const auto left =
      put_in_force(Intake::concern_rules(config.concerns, config.concerns_look_back), from, *posts);
  if (!left) return tl::unexpected(left.error());
  return WritingSession{*std::move(lock), std::move(intake), *std::move(posts), *ignored, *left};
}

}  // namespace nhs::intake
