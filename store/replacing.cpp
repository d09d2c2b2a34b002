#include "store/replacing.h"

#include <fmt/format.h>
#include <unistd.h>

#include <cerrno>
#include <chrono>
#include <cstdio>
#include <cstring>
#include <string>
#include <thread>

#include "store/database.h"

namespace nhs::store {
namespace {

namespace fs = std::filesystem;

/// Five seconds, as long as other commands wait for each other.
constexpr int kTriesToFold = 25;
constexpr std::chrono::milliseconds kBetweenTries{200};

/// Makes the present database one file, without a log beside it that the new one could be taken to own. Fails
/// while anybody else has it open.
Result<void> fold_log(const fs::path& file) {
  const auto somebody_reads = [&] {
    return fail(ExitStatus::try_again,
                fmt::format("{}: somebody is reading it; try again when they are done", file.string()));
  };
  const auto fold = [&]() -> Result<void> {
    Database database(file, Access::write);
    database.leave_no_log();
    database.integer("PRAGMA wal_checkpoint(TRUNCATE)");
    if (database.text("PRAGMA journal_mode = DELETE") == "delete") return {};
    return somebody_reads();
  };
  // SQLite does not wait for this one by itself.
  for (int tries = kTriesToFold; tries > 0; --tries) {
    const Result<void> folded = attempt(file, fold);
    if (folded || folded.error().status != ExitStatus::try_again) return folded;
    std::this_thread::sleep_for(kBetweenTries);
  }
  return somebody_reads();
}

Result<void> renamed(const fs::path& from, const fs::path& to) {
  if (::rename(from.c_str(), to.c_str()) == 0 || errno == ENOENT) return {};
  return fail(ExitStatus::io,
              fmt::format("{}: cannot be put aside: {}", from.string(), std::strerror(errno)));
}

/// A log that cannot be folded into a damaged database is kept beside its copy.
Result<void> put_log_aside(const fs::path& file, const fs::path& kept) {
  if (auto moved = renamed(file.string() + "-wal", kept.string() + "-wal"); !moved) return moved;
  ::unlink((file.string() + "-shm").c_str());
  return {};
}

fs::path name_to_keep(const fs::path& file, UtcTime now) {
  std::string moment = format_utc(now).substr(0, 19);
  for (char& each : moment)
    if (each == 'T' || each == ':') each = '-';
  return file.string() + ".before-restore-" + moment;
}

/// Gives the present database a second name; the first is taken over by the rename that follows.
Result<fs::path> keep(const fs::path& file, UtcTime now) {
  const fs::path first = name_to_keep(file, now);
  fs::path kept = first;
  // One of this second may be left of a restore that was killed.
  for (int other = 2; ::link(file.c_str(), kept.c_str()) != 0; ++other) {
    if (errno == EEXIST && other < 100) {
      kept = fmt::format("{}-{}", first.string(), other);
      continue;
    }
    return fail(ExitStatus::io, fmt::format("{}: the database as it is cannot be kept under this name: {}",
                                            kept.string(), std::strerror(errno)));
  }
  return kept;
}

}  // namespace

Result<fs::path> take_place(FileInTheMaking copy, const fs::path& database, const PlaceTaken& before,
                            UtcTime now) {
  if (before.has_name && !before.damaged)
    if (auto folded = fold_log(database); !folded) return tl::unexpected(folded.error());
  fs::path kept;
  // SQLite would write the log of a database that is gone into the one that takes its name.
  if (!before.has_name)
    if (auto aside = put_log_aside(database, name_to_keep(database, now)); !aside)
      return tl::unexpected(aside.error());
  if (before.there) {
    auto name = keep(database, now);
    if (!name) return name;
    kept = *std::move(name);
    if (auto aside = put_log_aside(database, kept); !aside) return tl::unexpected(aside.error());
  }
  if (auto placed = copy.put_in_place(); !placed) return tl::unexpected(placed.error());
  return kept;
}

void open_for_readers(const fs::path& file) {
  try {
    Database database(file, Access::write);
    database.prepare_file(false);
    // Only with the first question are the log's files made.
    database.integer("SELECT 1 FROM sqlite_schema LIMIT 1");
  } catch (const SQLite::Exception&) {
    return;
  }
}

}  // namespace nhs::store
