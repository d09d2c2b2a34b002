#include "daemon/asked_changes.h"

#include <spdlog/spdlog.h>
#include <sys/stat.h>
#include <unistd.h>

#include <utility>

#include "control/socket_place.h"
#include "control/wire.h"
#include "daemon/long_work.h"
#include "store/file_owner.h"

namespace nhs::daemon {

AskedChanges::AskedChanges(Surroundings around, std::function<Result<void>(const control::Change&)> follow)
    : around_(around),
      follow_(std::move(follow)),
      socket_(around.io, [this](std::string_view line, uid_t user) { return answer(line, user); }),
      database_(control::name_of_database(around.config.database)) {}

void AskedChanges::listen() {
  // Who may read the database may ask for changes of it, and nobody else.
  struct stat database {};
  const gid_t group = ::stat(around_.config.database.c_str(), &database) == 0 ? database.st_gid : ::getegid();
  const auto socket = control::socket_of(around_.config);
  const auto listening = socket_.listen_at(socket, group);
  if (!listening)
    spdlog::error("{}; until a restart nobody can label posts, or switch sources", listening.error().message);
  else if (!socket_.is_for_group())
    spdlog::warn(
        "{}: for its owner only, because nhsvaluesd is not in the database's group {}; run it in that "
        "group to let its members label posts, or switch sources",
        socket.string(), store::group_name(group));
}

std::string AskedChanges::answer(std::string_view line, uid_t user) {
  const auto request = control::read_request(line);
  if (!request) return control::refusal_line(request.error());
  if (request->database != database_)
    return control::refusal_line(
        {ExitStatus::configuration,
         "the nhsvaluesd that listens there keeps another database; let control_socket name the right one"});
  const control::Office office{around_.session.store,
                               around_.config,
                               {around_.clock.now(), store::person_of(user)},
                               &around_.session.intake.pseudonymiser(),
                               user == 0 || user == ::geteuid()};
  std::string said = [&] {
    // To forget somebody, for instance, writes the database's file anew.
    const LongWork work{"doing what somebody asked for"};
    return control::carried_out(request->change, office);
  }();
  const auto followed = follow_(request->change);
  return followed ? said : control::refusal_line(followed.error());
}

}  // namespace nhs::daemon
