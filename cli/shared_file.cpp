#include "cli/shared_file.h"

#include <fmt/format.h>

#include <fstream>

#include "core/file_size_limit.h"
#include "store/durable_file.h"
#include "store/target_file.h"

namespace nhs::cli {

Result<void> check_place(const std::filesystem::path& file, const std::vector<std::filesystem::path>& in_use,
                         bool replace) {
  if (auto free = store::check_none_of(file, in_use); !free) return free;
  const auto there = store::is_plain_file(file);
  if (!there) return tl::unexpected(there.error());
  if (*there && !replace) return store::is_there_already(file);
  return {};
}

Result<void> write_shared(const std::filesystem::path& file, const std::string& text) {
  auto making = store::FileInTheMaking::begin(file, 0640);
  if (!making) return tl::unexpected(making.error());
  std::ofstream out{making->path(), std::ios::binary};
  out << text;
  out.close();
  if (!out)
    return fail(ExitStatus::io, fmt::format("{}: cannot be written; is the disk full?{}", file.string(),
                                            or_beyond_file_size_limit()));
  return making->put_in_place();
}

}  // namespace nhs::cli
