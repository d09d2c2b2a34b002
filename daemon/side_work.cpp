#include "daemon/side_work.h"

#include <set>
#include <string>
#include <utility>

#include "control/retention_rules.h"

namespace nhs::daemon {
namespace {

Result<void> database_answers(store::PostStore& store) {
  const auto answered = store.disabled_sources();
  if (!answered) return tl::unexpected(answered.error());
  return {};
}

}  // namespace

SideWork::SideWork(Surroundings around, std::function<void(const Error& why)> lost)
    : session_(around.session),
      concern_review_(around.io, around.session.store, around.clock),
      reclassification_(around.io, around.session.store, around.session.intake.classifier()),
      purge_(around.io, around.session.store, around.clock,
             [&config = around.config] { return control::retention_rules(config); }),
      alerts_(around.io, around.session.store, around.clock, around.config,
              [&standing = around.standing](const std::set<std::string>& rules) {
                standing.has_looked_at(rules);
              }),
      housekeeping_(around.io, around.config.database, around.session.store, around.clock),
      metrics_({around.io, around.config, around.clock, around.counting, around.standing}),
      watchdog_(around.io, [&store = around.session.store] { return database_answers(store); }),
      holding_(around.io, around.session.lock, around.session.store, std::move(lost)) {}

void SideWork::start_once() {
  if (session_.concerns_left) concern_review_.start();
  reclassification_.start();
  housekeeping_.start();
  holding_.start();
}

void SideWork::start() {
  start_once();
  purge_.start();
  alerts_.start();
  metrics_.start();
  watchdog_.start();
}

void SideWork::stop() {
  concern_review_.stop();
  reclassification_.stop();
  purge_.stop();
  alerts_.stop();
  housekeeping_.stop();
  metrics_.stop();
  watchdog_.stop();
  holding_.stop();
}

Result<void> SideWork::finish_once(std::chrono::steady_clock::duration most) {
  const auto end = std::chrono::steady_clock::now() + most;
  concern_review_.run_for(most);
  purge_.run_for(most);
  alerts_.run_for(most);
  // In what the others left: it may be of all that is stored, and the next run goes on with it.
  reclassification_.run_for(end - std::chrono::steady_clock::now());
  housekeeping_.finish_erasing();
  metrics_.write();
  // Only now is it known that all of this stays.
  return holding_.look();
}

void SideWork::reload(bool concerns_left) {
  if (concerns_left) concern_review_.start();
  alerts_.reload();
  metrics_.reload();
}

}  // namespace nhs::daemon
