#pragma once

#include <filesystem>
#include <memory>
#include <string>
#include <utility>
#include <variant>

#include "cli/context.h"
#include "cli/keyless_session.h"
#include "control/changes.h"
#include "control/wire.h"
#include "privacy/pseudonymiser.h"

namespace nhs::cli {

/// The way to change a database, whichever there is: its owner writes to the file while no daemon has it;
/// everybody else, and the owner beside a daemon, asks the daemon over its control socket, for which one has
/// to be in its group. A command makes changes and does not see which way they go.
class Changes {
 public:
  /// who: as the next one who wants to write is told, `nhsvalues label`. Fails with no_input (66) where there
  /// is no database; try_again (75) for its owner while another program writes that takes no requests; else
  /// with no_permission (77) and how to get it.
  static Result<Changes> begin(const Context& context, const char* who);

  /// The same for changes that need the key, which the daemon has. Fails as intake::key_of_database does,
  /// too.
  static Result<Changes> begin_with_key(const Context& context, const char* who);

  /// Whether a daemon has the database, and makes them.
  bool by_daemon() const { return std::holds_alternative<There>(way_); }

  /// Makes one of control::Change, whole or not at all.
  template <typename Change>
  Result<typename Change::Answer> make(const Change& change) {
    if (auto* here = std::get_if<Here>(&way_))
      return change.perform({here->session.store, here->config, SystemClock{}.now(), here->key.get(), true});
    const auto answer = asked(change);
    if (!answer) return tl::unexpected(answer.error());
    return Change::Answer::read(answer->root()["done"]);
  }

 private:
  /// By this process, which has the right to write.
  struct Here {
    config::Config config;
    KeylessSession session;
    std::unique_ptr<const privacy::Pseudonymiser> key;  ///< null for changes that need none
  };
  /// By the daemon.
  struct There {
    std::filesystem::path socket;
    std::string database;
  };

  explicit Changes(std::variant<Here, There> way) : way_(std::move(way)) {}
  Result<JsonDocument> asked(control::Change change) const;

  std::variant<Here, There> way_;
};

}  // namespace nhs::cli
