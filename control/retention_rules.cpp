#include "control/retention_rules.h"

namespace nhs::control {

store::RetentionRules retention_rules(const config::Config& config) {
  store::RetentionRules rules;
  rules.days = config.retention.text_days;
  for (const auto& [network, days] : config::text_days_by_network(config.retention))
    rules.networks[network] = days;
  rules.topics = config.topics;
  return rules;
}

}  // namespace nhs::control
