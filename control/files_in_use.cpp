#include "control/files_in_use.h"

#include <fmt/format.h>

#include <algorithm>
#include <string>

#include "config/listen_place.h"
#include "control/socket_place.h"
#include "privacy/key.h"
#include "store/target_file.h"

namespace nhs::control {
namespace {

namespace fs = std::filesystem;

struct Output {
  std::string key;
  fs::path file;
};

std::vector<Output> outputs_of(const config::Config& config) {
  std::vector<Output> outputs{{"control_socket", socket_of(config)}};
  if (config.metrics.on) {
    const fs::path metrics = config::metrics_file(config);
    outputs.push_back({"metrics.file", metrics});
    outputs.push_back({"metrics.file", config::metrics_in_the_making(metrics)});
    const auto place = config::parse_listen_place(config.metrics.listen);
    if (place && !place->socket.empty()) outputs.push_back({"metrics.listen", place->socket});
  }
  // Several targets may share a file: their lines follow one another.
  std::vector<fs::path> told;
  for (const config::NotifyTarget& target : config.targets)
    if (target.kind == config::TargetKind::file &&
        std::find(told.begin(), told.end(), target.path) == told.end()) {
      told.push_back(target.path);
      outputs.push_back({"notify.path", target.path});
    }
  return outputs;
}

/// What the address of a socket has room for (socket_place.h), with the process's number behind it while it
/// is made.
constexpr std::size_t kLongestSocketName = 80;

Result<void> check_socket_name(const config::Config& config, std::string_view key, const fs::path& socket) {
  const std::string name = socket.filename().string();
  if (socket.empty() || (!name.empty() && name.size() <= kLongestSocketName)) return {};
  return fail(ExitStatus::configuration,
              fmt::format("{}: {}: {}: a socket's name must have 1 to {} bytes", config.file.string(), key,
                          socket.string(), kLongestSocketName));
}

/// What is not ours to write, but would be missed.
void add_files_read(const config::Config& config, std::vector<fs::path>& files) {
  // A name without a slash is systemd's, in a folder that nobody may write to.
  const auto add_credential = [&](const std::string& credential) {
    if (credential.find('/') != std::string::npos) files.emplace_back(credential);
  };
  files.push_back(config.ca_file);
  for (const config::SourceConfig& source : config.sources) {
    add_credential(source.credential);
    files.push_back(source.service);
  }
  for (const config::NotifyTarget& target : config.targets) add_credential(target.credential);
}

}  // namespace

std::vector<fs::path> files_in_use(const config::Config& config) {
  auto files = store::files_of(config.database);
  files.push_back(privacy::key_path(config.key_file, config.database));
  if (!config.file.empty()) files.push_back(config.file);
  return files;
}

Result<void> check_outputs(const config::Config& config) {
  std::vector<fs::path> taken = files_in_use(config);
  add_files_read(config, taken);
  if (auto fits = check_socket_name(config, "control_socket", config.control_socket); !fits) return fits;
  for (const Output& output : outputs_of(config)) {
    if (output.key == "metrics.listen")
      if (auto fits = check_socket_name(config, output.key, output.file); !fits) return fits;
    if (const auto free = store::check_none_of(output.file, taken); !free)
      return fail(ExitStatus::configuration,
                  fmt::format("{}: {}: {}", config.file.string(), output.key, free.error().message));
    taken.push_back(output.file);
  }
  return {};
}

}  // namespace nhs::control
