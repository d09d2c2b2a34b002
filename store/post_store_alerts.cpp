#include "store/post_store_impl.h"

#include "store/alerts.h"
#include "store/digests.h"

// PostStore as alerts and digests need it: where the rules stand, and the outbox.

namespace nhs::store {

Result<std::vector<AlertStanding>> PostStore::alert_standings() {
  return attempt(impl_->file,
                 [&]() -> Result<std::vector<AlertStanding>> { return read_standings(impl_->database); });
}

Result<void> PostStore::keep_alerts(const AlertChanges& changes, UtcTime now) {
  return impl_->change([&](Database& database) -> Result<void> {
    write_alerts(database, changes, now);
    return {};
  });
}

Result<void> PostStore::tell_anew_where_nobody_was_told(const std::vector<std::string>& rules) {
  return impl_->change([&](Database& database) -> Result<void> {
    store::tell_anew_where_nobody_was_told(database, rules);
    return {};
  });
}

Result<std::int64_t> PostStore::queue_test_alert(const AlertMessage& message,
                                                 const std::vector<std::string>& targets, const Act& act) {
  return impl_->change([&](Database& database) -> Result<std::int64_t> {
    return write_test_alert(database, message, targets, act);
  });
}

Result<std::int64_t> PostStore::queue_digest(const AlertMessage& message,
                                             const std::vector<std::string>& targets, const Act& act) {
  return impl_->change([&](Database& database) -> Result<std::int64_t> {
    return write_digest(database, message, targets, act);
  });
}

Result<std::vector<AlertDelivery>> PostStore::due_deliveries(UtcTime now, std::optional<std::int64_t> only) {
  return attempt(impl_->file, [&]() -> Result<std::vector<AlertDelivery>> {
    return read_due_deliveries(impl_->database, now, only);
  });
}

Result<void> PostStore::note_delivery(std::int64_t alert, const std::string& target,
                                      const DeliveryNote& note) {
  return impl_->change([&](Database& database) -> Result<void> {
    write_delivery(database, alert, target, note);
    return {};
  });
}

Result<std::int64_t> PostStore::give_up_other_targets(const std::vector<std::string>& targets) {
  return impl_->change([&](Database& database) -> Result<std::int64_t> {
    return store::give_up_other_targets(database, targets);
  });
}

}  // namespace nhs::store
