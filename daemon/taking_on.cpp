#include "daemon/taking_on.h"

#include <fmt/format.h>

#include "config/in_force.h"
#include "config/keys_in_force.h"
#include "control/files_in_use.h"
#include "daemon/long_work.h"

namespace nhs::daemon {

Result<config::Config> read_config(const std::string& option) {
  auto config = config::in_force(option, "");
  if (config && config->file.empty())
    return fail(ExitStatus::configuration,
                "there is no configuration; write /etc/nhsvalues/nhsvalues.toml, or name one with --config");
  if (config)
    if (const auto apart = control::check_outputs(*config); !apart) return tl::unexpected(apart.error());
  return config;
}

Result<TakenOn> take_on(const std::string& option, const InForce& in_force, intake::WritingSession& session,
                        UtcTime now) {
  auto config = read_config(option);
  if (!config) return tl::unexpected(config.error());
  TakenOn taken;
  taken.config = *std::move(config);
  taken.waiting_for_restart = config::keep_until_restart(taken.config, in_force.config);
  auto on = switched_on(taken.config, session.store);
  if (!on) return tl::unexpected(on.error());
  if (const auto found = check_credentials(*on, in_force.watched); !found)
    return tl::unexpected(found.error());
  taken.on = *std::move(on);
  const LongWork work{"taking on the configuration"};
  // First what is done at once or not at all.
  const auto concerns_left = session.store.begin_concern_rules(
      intake::Intake::concern_rules(taken.config.concerns, taken.config.concerns_look_back));
  if (!concerns_left) return tl::unexpected(concerns_left.error());
  taken.concerns_left = *concerns_left;
  // Every stored post is held against ignore rules that changed.
  const auto ignored =
      session.store.apply_ignore_rules(session.intake.ignore_rules(taken.config.ignore), now);
  if (!ignored)
    return fail(ignored.error().status,
                fmt::format("{}; but the new [[concern]] rules are in force by now, and a part of the stored "
                            "posts may go by the new [[ignore]] rules: reload once that is mended",
                            ignored.error().message));
  taken.ignored = *ignored;
  return taken;
}

}  // namespace nhs::daemon
