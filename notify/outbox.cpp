#include "notify/outbox.h"

#include <fmt/format.h>

#include <boost/asio/co_spawn.hpp>
#include <exception>
#include <map>
#include <set>
#include <utility>

#include "notify/courier.h"
#include "notify/retry.h"

namespace nhs::notify {

namespace asio = boost::asio;

struct Outbox::State {
  asio::any_io_executor executor;
  store::PostStore& store;
  const Clock& clock;
  std::function<double()> unit_random;
  Tell tell;
  std::shared_ptr<Courier> courier = nullptr;
  std::set<std::string> targets = {};
  std::set<std::string> busy = {};  ///< of the targets
  /// What came of tries, where the store would not take it: by message and target. Until it does nothing is
  /// sent, for nobody would know, and it would be sent again and again.
  std::map<std::pair<std::int64_t, std::string>, store::DeliveryNote> owed = {};
  std::optional<std::int64_t> only = {};  ///< message
  bool failing = false;                   ///< the store, and that was told

  static void look(const std::shared_ptr<State>& state);
  static asio::awaitable<Carried> carry(std::shared_ptr<Courier> courier, store::AlertDelivery delivery);
  static asio::awaitable<void> deliver(std::shared_ptr<State> state, std::shared_ptr<Courier> courier,
                                       store::AlertDelivery delivery);
  void give_up_others();
  void note(const store::AlertDelivery& delivery, const Carried& carried);
  bool settle();
  void tell_store(const Error& error) {
    if (!std::exchange(failing, true)) tell(fmt::format("the outbox of alerts: {}", error.message));
  }
};

void Outbox::State::look(const std::shared_ptr<State>& state) {
  if (!state->courier || !state->settle()) return;
  const auto due = state->store.due_deliveries(state->clock.now(), state->only);
  if (!due) return state->tell_store(due.error());
  state->failing = false;
  // What carrying does not expect is not swallowed: whoever runs the loop is to hear of it.
  const auto ended = [](std::exception_ptr broken) {
    if (broken) std::rethrow_exception(broken);
  };
  for (const store::AlertDelivery& delivery : *due)
    if (state->targets.count(delivery.target) > 0 && state->busy.insert(delivery.target).second)
      asio::co_spawn(state->executor, deliver(state, state->courier, delivery), ended);
}

void Outbox::State::give_up_others() {
  const auto gone = store.give_up_other_targets({targets.begin(), targets.end()});
  if (!gone)
    tell_store(gone.error());
  else if (*gone > 0)
    tell(fmt::format("{} alerts on their way to targets that are no longer configured are given up", *gone));
}

/// What is thrown is a fault of ours, but no reason to leave a target alone for ever.
asio::awaitable<Carried> Outbox::State::carry(std::shared_ptr<Courier> courier,
                                              store::AlertDelivery delivery) {
  try {
    co_return co_await courier->carry(std::move(delivery.target), std::move(delivery.message));
  } catch (const std::exception& fault) {
    co_return Carried{Carried::Outcome::failed, fmt::format("a fault of nhsvalues itself: {}", fault.what())};
  }
}

asio::awaitable<void> Outbox::State::deliver(std::shared_ptr<State> state, std::shared_ptr<Courier> courier,
                                             store::AlertDelivery delivery) {
  store::AlertDelivery carrying = delivery;
  const Carried carried = co_await carry(courier, std::move(carrying));
  state->busy.erase(delivery.target);
  const bool is_current = state->courier == courier;
  const bool delivered = carried.outcome == Carried::Outcome::delivered;
  // Another configuration, or the end, has come meanwhile: what arrived did, what did not is tried by that.
  if (delivered || (is_current && carried.outcome == Carried::Outcome::failed))
    state->note(delivery, carried);
  if ((delivered || !is_current) && state->owed.empty()) look(state);
}

void Outbox::State::note(const store::AlertDelivery& delivery, const Carried& carried) {
  const UtcTime now = clock.now();
  store::DeliveryNote note;
  if (carried.outcome == Carried::Outcome::delivered) {
    note.delivered_at = now;
  } else {
    note.next_at = next_try(delivery.tries + 1, delivery.message.at, now, unit_random());
    note.trouble = carried.trouble;
    if (!note.next_at)
      tell(fmt::format("alert {} to {} is given up after {} tries: {}", delivery.message.key, delivery.target,
                       delivery.tries + 1, carried.trouble));
    else if (delivery.tries == 0)
      tell(fmt::format("alert {} to {} is not delivered yet: {}; it is tried again", delivery.message.key,
                       delivery.target, carried.trouble));
  }
  owed.insert_or_assign({delivery.alert, delivery.target}, std::move(note));
  settle();
}

/// Writes what is owed; false where the store does not take it.
bool Outbox::State::settle() {
  while (!owed.empty()) {
    const auto& [of, note] = *owed.begin();
    if (const auto noted = store.note_delivery(of.first, of.second, note); !noted) {
      tell_store(noted.error());
      return false;
    }
    owed.erase(owed.begin());
  }
  return true;
}

Outbox::Outbox(asio::any_io_executor executor, store::PostStore& store, const Clock& clock,
               std::function<double()> unit_random, Tell tell)
    : state_(std::make_shared<State>(
          State{std::move(executor), store, clock, std::move(unit_random), std::move(tell)})) {}

Outbox::~Outbox() { stop(); }

void Outbox::use(const config::Config& config, OtherTargets others) {
  stop();
  state_->targets.clear();
  for (const config::NotifyTarget& target : config.targets) state_->targets.insert(target.name);
  if (others == OtherTargets::given_up) state_->give_up_others();
  state_->courier = std::make_shared<Courier>(state_->executor, config, state_->clock);
}

void Outbox::take_only(std::int64_t alert) { state_->only = alert; }

void Outbox::look() { State::look(state_); }

bool Outbox::idle() const { return state_->busy.empty(); }

void Outbox::stop() {
  if (state_->courier) state_->courier->stop();
  state_->courier.reset();
}

}  // namespace nhs::notify
