#include "store/post_store.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

#include "core/descriptor.h"
#include "core/standard_streams.h"
#include "store/file_owner.h"
#include "store/kept_copies.h"
#include "store/masking.h"
#include "store/meta.h"
#include "store/migrations.h"
#include "store/post_store_impl.h"
#include "store/read_access.h"
#include "store/rollups.h"
#include "store/target_file.h"

namespace nhs::store {
namespace {

/// Makes an empty file that the group may read, unless there is a file already.
Result<void> ensure_file(const std::filesystem::path& file) {
  if (auto plain = check_no_links(file); !plain) return plain;
  Descriptor made{::open(file.c_str(), O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0640)};
  if (made.is_open()) {
    // Whatever the umask says: SQLite gives the files beside it the same permissions, and the same owner.
    if (give_to_owner_of_folder(file, made.number()) && ::fchmod(made.number(), 0640) == 0) return {};
    const int cause = errno;
    made.close();
    // The next try would take it for a database that is there, and leave it to root.
    ::unlink(file.c_str());
    errno = cause;
  }
  if (errno != EEXIST)
    return fail(
        ExitStatus::cannot_create,
        fmt::format("{}: the database cannot be created: {}; check that its folder is there and that you "
                    "may write to it",
                    file.string(), std::strerror(errno)));
  // SQLite would open it for reading and fail at the first write.
  if (::access(file.c_str(), R_OK | W_OK) != 0)
    return fail(ExitStatus::no_permission,
                fmt::format("{}: you may not write to this database; run this as its owner", file.string()));
  if (const std::string why = why_kept_from_owner(file); !why.empty())
    return fail(ExitStatus::no_permission, why);
  return {};
}

Result<void> agree_on_key(Database& database, const std::filesystem::path& file,
                          const std::string& fingerprint) {
  const auto made_with = read_meta(database, "key_fingerprint");
  if (!made_with) {
    write_meta(database, "key_fingerprint", fingerprint);
    return {};
  }
  if (*made_with == fingerprint) return {};
  return fail(
      ExitStatus::configuration,
      fmt::format("{}: this database was made with the key {}, not with {}; privacy.key_file must name the "
                  "key file that it was made with",
                  file.string(), *made_with, fingerprint));
}

void recount_days(Database& database, const TimeZone& zone) {
  Query posts =
      database.query("SELECT id, created_at, day FROM post WHERE created_at IS NOT NULL ORDER BY id");
  while (posts.next()) {
    const LocalDay day = zone.day_of(posts.time(1));
    if (day.time_since_epoch().count() != posts.integer(2))
      database.run("UPDATE post SET day = ? WHERE id = ?", day, posts.integer(0));
  }
}

void agree_on_time_zone(Database& database, const TimeZone& zone) {
  const auto counted_in = read_meta(database, "timezone");
  if (counted_in == zone.name()) return;
  if (counted_in) {
    recount_days(database, zone);
    recount_rollup(database);
  }
  write_meta(database, "timezone", zone.name());
}

Result<void> prepare(Database& database, const std::filesystem::path& file,
                     const std::string& key_fingerprint, const TimeZone& zone) {
  const Result<FileState> state = identify(database, file);
  if (!state) return tl::unexpected<Error>(state.error());
  database.prepare_file(*state == FileState::empty);
  if (*state == FileState::outdated) {
    const auto version = database.integer("PRAGMA user_version").value_or(0);
    if (auto kept = keep_copy_of_schema(database, file, static_cast<int>(version)); !kept) return kept;
  }
  migrate(database);
  // Not before: an upgrade that was broken off long ago has but the one copy.
  remove_old_copies(file, SystemClock{}.now());
  SQLite::Transaction transaction(database.connection(), SQLite::TransactionBehavior::IMMEDIATE);
  if (auto agreed = agree_on_key(database, file, key_fingerprint); !agreed) return agreed;
  agree_on_time_zone(database, zone);
  note_upgraded(database);
  transaction.commit();
  return {};
}

}  // namespace

PostStore::Impl::~Impl() {
  try {
    if (database.file_name() == FileName::its_own) return;
    // There is nobody left to be given an Error.
    if (const std::string left = leave_no_log_to_others(); !left.empty()) put_message(left + "\n");
  } catch (...) {
    // For want of memory, say: nothing more can be done.
  }
}

Result<void> PostStore::Impl::check_in_place() {
  const FileName name = database.file_name();
  if (name == FileName::its_own) return {};
  const std::string left = leave_no_log_to_others();
  return fail(
      ExitStatus::io,
      fmt::format("{}: somebody moved this file away, removed it, or put another in its place, and "
                  "what is written now would be lost; {}{}{}",
                  file.string(),
                  name == FileName::nobodys
                      ? "put it back, or restart nhsvaluesd to begin with an empty one"
                      : "replace a database with `nhsvalues restore`, while nothing else writes to it",
                  left.empty() ? "" : "; ", left));
}

std::string PostStore::Impl::leave_no_log_to_others() {
  bool emptied = false;
  try {
    emptied = log.bytes() == 0 || log.empty_out();
  } catch (const SQLite::Exception&) {
    // As one that somebody stands in the way of.
  }
  if (emptied) return {};
  return fmt::format(
      "{0}-wal: holds changes of the file that was opened as {0}, and would ruin any other: unless that one "
      "is back by then, or this log came with the one that is there, remove it before anything is started",
      file.string());
}

Result<PostStore> PostStore::open(const std::filesystem::path& file, const std::string& key_fingerprint,
                                  const TimeZone& zone) {
  if (auto there = ensure_file(file); !there) return tl::unexpected<Error>(there.error());
  return attempt(file, [&]() -> Result<PostStore> {
    auto impl = std::make_unique<Impl>(file, zone);
    if (auto prepared = prepare(impl->database, file, key_fingerprint, zone); !prepared)
      return tl::unexpected<Error>(prepared.error());
    return PostStore{std::move(impl)};
  });
}

Result<PostStore> PostStore::open_existing(const std::filesystem::path& file) {
  if (auto readable = check_readable(file); !readable) return tl::unexpected<Error>(readable.error());
  return attempt(file, [&]() -> Result<PostStore> {
    std::optional<std::string> zone_name;
    std::optional<std::string> fingerprint;
    {
      Database database(file, Access::read);
      const Result<FileState> state = identify(database, file);
      if (!state) return tl::unexpected<Error>(state.error());
      if (*state != FileState::empty) {
        zone_name = read_meta(database, "timezone");
        fingerprint = read_meta(database, "key_fingerprint");
      }
    }
    if (!zone_name || !fingerprint)
      return fail(ExitStatus::no_input, fmt::format("{}: there are no posts in this file yet; take some in "
                                                    "with `nhsvalues import`, or start nhsvaluesd",
                                                    file.string()));
    const Result<TimeZone> zone = TimeZone::named(*zone_name);
    if (!zone) return tl::unexpected<Error>(zone.error());
    return open(file, *fingerprint, *zone);
  });
}

PostStore::PostStore(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
PostStore::PostStore(PostStore&&) noexcept = default;
PostStore& PostStore::operator=(PostStore&&) noexcept = default;
PostStore::~PostStore() = default;

}  // namespace nhs::store
