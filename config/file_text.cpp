#include "config/file_text.h"

#include <fmt/format.h>

#include <cerrno>
#include <fstream>
#include <system_error>

namespace nhs::config {
namespace {

constexpr std::size_t kMaxFileBytes = 1 << 20;

}  // namespace

Result<std::string> file_text(const std::filesystem::path& file) {
  const auto refuse = [&file](std::string_view what) {
    return fail(ExitStatus::configuration, fmt::format("{}: {}", file.native(), what));
  };
  std::error_code problem;
  if (std::filesystem::is_directory(file, problem)) return refuse("is a folder; name the file in it");
  std::ifstream in(file, std::ios::binary);
  if (!in) return refuse(fmt::format("cannot be read: {}", std::generic_category().message(errno)));
  std::string text(kMaxFileBytes + 1, '\0');
  in.read(text.data(), static_cast<std::streamsize>(text.size()));
  if (in.bad()) return refuse("cannot be read to its end");
  text.resize(static_cast<std::size_t>(in.gcount()));
  if (text.size() > kMaxFileBytes) return refuse("is over 1 MiB; a configuration is a page or two");
  return text;
}

}  // namespace nhs::config
