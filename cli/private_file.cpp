#include "cli/private_file.h"

#include <fmt/format.h>

#include <cerrno>
#include <cstring>

#include "cli/context.h"
#include "cli/shared_file.h"

namespace nhs::cli {
namespace {

namespace fs = std::filesystem;

tl::unexpected<Error> cannot_write(const fs::path& file) {
  return fail(ExitStatus::io, fmt::format("{}: cannot be written: {}", file.string(), std::strerror(errno)));
}

}  // namespace

Result<PrivateFile> PrivateFile::begin(const fs::path& file, bool replace,
                                       const std::vector<fs::path>& in_use) {
  PrivateFile begun;
  begun.file_ = file;
  if (file.empty()) return begun;
  if (std::error_code error; fs::is_directory(file, error))
    return fail(ExitStatus::usage, fmt::format("{}: this is a folder; name a file in it", file.string()));
  if (auto free = check_place(file, in_use, replace); !free) return tl::unexpected(free.error());
  auto making = store::FileInTheMaking::begin(file, 0600);
  if (!making) return tl::unexpected(making.error());
  begun.making_ = *std::move(making);
  begun.out_.reset(std::fopen(begun.making_->path().c_str(), "wbe"));
  if (!begun.out_) return cannot_write(file);
  return begun;
}

Result<void> PrivateFile::write(std::string_view bytes) {
  if (!making_) {
    put(bytes);
    return {};
  }
  if (std::fwrite(bytes.data(), 1, bytes.size(), out_.get()) != bytes.size()) return cannot_write(file_);
  return {};
}

Result<void> PrivateFile::finish() {
  if (!making_) return {};
  if (std::fclose(out_.release()) != 0) return cannot_write(file_);
  return making_->put_in_place();
}

}  // namespace nhs::cli
