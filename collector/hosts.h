#pragma once

#include <map>
#include <string>
#include <utility>

#include "collector/host_breaker.h"
#include "collector/host_budget.h"

namespace nhs::collector {

/// All servers that are asked, each by its origin (sources/web_address.h), and how it is doing. References
/// stay good as long as it lives. Not thread-safe: the network thread's.
class Hosts {
 public:
  /// credential: a name for whose budget it is, never the secret itself; empty for none.
  HostBudget& budget(const std::string& server, const std::string& credential) {
    return budgets_[{server, credential}];
  }

  HostBreaker& breaker(const std::string& server) { return breakers_[server]; }

 private:
  std::map<std::pair<std::string, std::string>, HostBudget> budgets_;
  std::map<std::string, HostBreaker> breakers_;
};

}  // namespace nhs::collector
