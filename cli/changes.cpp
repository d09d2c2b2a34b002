#include "cli/changes.h"

#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include "config/in_force.h"
#include "control/client.h"
#include "control/socket_place.h"
#include "intake/key_of_database.h"
#include "store/file_owner.h"
#include "store/read_access.h"

namespace nhs::cli {
namespace {

/// Root may write everywhere, but files that it leaves beside another's database would lock their owner out.
bool owns(const std::filesystem::path& database) {
  struct stat file {};
  return ::stat(database.c_str(), &file) == 0 && file.st_uid == ::geteuid();
}

/// The group to be in for a socket: its own where it can be seen, else that of the folder which hides it.
std::string group_of(const std::filesystem::path& socket) {
  struct stat found {};
  if (::stat(socket.c_str(), &found) != 0 && ::stat(socket.parent_path().c_str(), &found) != 0) return "?";
  return store::group_name(found.st_gid);
}

tl::unexpected<Error> not_in_group(const std::filesystem::path& socket) {
  const std::string group = group_of(socket);
  return fail(ExitStatus::no_permission,
              fmt::format("{}: you may not ask nhsvaluesd for changes; that is for members of the group {}: "
                          "ask for `sudo usermod -aG {} YOUR-LOGIN`, then log in anew",
                          socket.string(), group, group));
}

tl::unexpected<Error> no_way(const std::filesystem::path& database, const std::filesystem::path& socket) {
  const std::string owner = store::owner_of(database);
  return fail(
      ExitStatus::no_permission,
      fmt::format("{}: you may change this only while nhsvaluesd runs, and none listens on {}; have it "
                  "started, or change it as its owner: sudo -u {} nhsvalues …",
                  database.string(), socket.string(), owner));
}

}  // namespace

Result<Changes> Changes::begin(const Context& context, const char* who) {
  auto config = context.configuration();
  if (!config) return tl::unexpected(config.error());
  if (auto readable = store::check_readable(config->database); !readable)
    return tl::unexpected(config::with_configuration_missed(readable.error(), *config));
  const std::filesystem::path database = config->database;
  const std::filesystem::path socket = control::socket_of(*config);
  const There there{socket, control::name_of_database(database)};
  if (owns(database)) {
    auto session = begin_without_key(context, who);
    if (session) return Changes{Here{*std::move(config), *std::move(session), nullptr}};
    const bool is_busy = session.error().status == ExitStatus::try_again;
    if (is_busy && control::reach_of(socket) == control::Reach::listening) return Changes{there};
    return tl::unexpected(session.error());
  }
  switch (control::reach_of(socket)) {
    case control::Reach::listening:
      return Changes{there};
    case control::Reach::not_allowed:
      return not_in_group(socket);
    case control::Reach::nobody:
      break;
  }
  return no_way(database, socket);
}

Result<Changes> Changes::begin_with_key(const Context& context, const char* who) {
  auto changes = begin(context, who);
  if (!changes) return changes;
  if (auto* here = std::get_if<Here>(&changes->way_)) {
    auto key = intake::key_of_database(here->config);
    if (!key) return tl::unexpected(key.error());
    here->key = std::make_unique<const privacy::Pseudonymiser>(*std::move(key), here->config.organisations);
  }
  return changes;
}

Result<JsonDocument> Changes::asked(control::Change change) const {
  const There& there = std::get<There>(way_);
  const std::string line = control::request_line({there.database, std::move(change)});
  if (line.size() > control::kLongestLine)
    return fail(ExitStatus::usage, "this is more than nhsvaluesd takes at once; say it in fewer words");
  const auto answer = control::ask(there.socket, line);
  if (!answer) return tl::unexpected(answer.error());
  return control::read_answer(*answer);
}

}  // namespace nhs::cli
