#pragma once

#include "config/config.h"
#include "core/result.h"
#include "privacy/pseudonymiser.h"
#include "store/post_store.h"

namespace nhs::control {

/// What carrying out a change needs. Whoever carries it out owns the right to write.
struct Office {
  store::PostStore& store;
  const config::Config& config;
  store::Act act;
  /// Null where the key is not at hand; the daemon always has it. What needs it fails through `key_of`.
  const privacy::Pseudonymiser* pseudonymiser = nullptr;
  /// Whether who acts is the user whose database it is, or root, not a member of its group.
  bool by_owner = false;
};

/// The key of an office; configuration (78) where it has none.
Result<const privacy::Pseudonymiser*> key_of(const Office& office);

}  // namespace nhs::control
