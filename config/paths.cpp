#include <fmt/format.h>
#include <pwd.h>
#include <unistd.h>

#include <cstdlib>
#include <system_error>

#include "config/config.h"
#include "config/in_force.h"

namespace nhs::config {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view kSystemFile = "/etc/nhsvalues/nhsvalues.toml";

std::string from_environment(const char* name) {
  const char* value = std::getenv(name);
  return value == nullptr ? std::string{} : std::string{value};
}

fs::path home() {
  if (const std::string home = from_environment("HOME"); !home.empty()) return home;
  const struct passwd* user = ::getpwuid(::getuid());
  return user == nullptr ? fs::path{"/"} : fs::path{user->pw_dir};
}

/// A folder of the XDG Base Directory Specification, by which a relative one is not valid and does not count.
fs::path user_folder(const char* variable, const char* below_home) {
  const fs::path given = from_environment(variable);
  return given.is_absolute() ? given : home() / below_home;
}

enum class Presence : std::uint8_t { there, missing, hidden };

Presence presence_of(const fs::path& file) {
  std::error_code problem;
  const fs::file_status status = fs::status(file, problem);
  if (fs::exists(status)) return ::access(file.c_str(), R_OK) == 0 ? Presence::there : Presence::hidden;
  return problem == std::errc::permission_denied ? Presence::hidden : Presence::missing;
}

Result<std::optional<fs::path>> no_permission(const fs::path& file) {
  return fail(
      ExitStatus::no_permission,
      fmt::format("{}: you may not read the configuration; ask to be let into its group, or name a file of "
                  "yours with --config",
                  file.native()));
}

Result<std::optional<fs::path>> named(const fs::path& file, std::string_view by) {
  switch (presence_of(file)) {
    case Presence::there:
      return file;
    case Presence::hidden:
      return no_permission(file);
    case Presence::missing:
      break;
  }
  return fail(ExitStatus::no_input,
              fmt::format("{}: no such configuration file (named by {})", file.native(), by));
}

}  // namespace

Config defaults() {
  Config config;
  config.database = user_folder("XDG_DATA_HOME", ".local/share") / "nhsvalues" / "nhsvalues.db";
  return config;
}

std::vector<fs::path> usual_places() {
  return {user_folder("XDG_CONFIG_HOME", ".config") / "nhsvalues" / "nhsvalues.toml", fs::path{kSystemFile}};
}

Result<std::optional<fs::path>> find(const std::string& option) {
  if (!option.empty()) return named(option, "--config");
  if (const std::string file = from_environment("NHSVALUES_CONFIG"); !file.empty())
    return named(file, "NHSVALUES_CONFIG");
  for (const fs::path& file : usual_places()) {
    const Presence presence = presence_of(file);
    if (presence == Presence::there) return file;
    if (presence == Presence::hidden) return no_permission(file);
  }
  return std::optional<fs::path>{};
}

}  // namespace nhs::config
