#include "cli/files_in_use.h"

#include "privacy/key.h"
#include "store/target_file.h"

namespace nhs::cli {

std::vector<std::filesystem::path> files_in_use(const config::Config& config) {
  auto files = store::files_of(config.database);
  files.push_back(privacy::key_path(config.key_file, config.database));
  if (!config.file.empty()) files.push_back(config.file);
  return files;
}

}  // namespace nhs::cli
