#include "store/snapshot.h"

#include "store/damage.h"
#include "store/disk_room.h"

namespace nhs::store {
namespace {

/// What is wrong with the file that is read, and not with the one that is written.
bool is_of_source(const SQLite::Exception& failure, const Error& error) {
  return is_damage(failure) || error.status == ExitStatus::try_again;
}

}  // namespace

Result<void> write_snapshot(Database& source, const std::filesystem::path& source_file,
                            const std::filesystem::path& target, const std::string& what,
                            const TellProgress& tell) {
  try {
    const std::int64_t page_size = source.integer("PRAGMA page_size").value_or(0);
    const std::int64_t bytes = source.integer("PRAGMA page_count").value_or(0) * page_size;
    if (auto room = check_room_for(target, bytes, what); !room) return room;
    source.copy_into(target, [&](std::int64_t done, std::int64_t of) {
      if (tell) tell(done * page_size, of * page_size);
    });
    return {};
  } catch (const SQLite::Exception& failure) {
    const Error error = explained(failure, source_file);
    return tl::unexpected(is_of_source(failure, error) ? error : explained(failure, target));
  }
}

}  // namespace nhs::store
