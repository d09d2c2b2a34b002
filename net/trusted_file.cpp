#include "net/trusted_file.h"

#include <filesystem>
#include <system_error>

namespace nhs::net {

std::string trusted_file(const std::string& file) {
  std::error_code unseen;
  const std::filesystem::file_status found = std::filesystem::status(file, unseen);
  if (!std::filesystem::exists(found) || std::filesystem::is_regular_file(found)) return file;
  return file + "/.";
}

}  // namespace nhs::net
