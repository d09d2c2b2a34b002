#include "control/purging.h"

#include "control/office.h"
#include "control/retention_rules.h"

namespace nhs::control {

void PurgeNext::write(JsonWriter&) const {}

Result<PurgeNext> PurgeNext::read(JsonView) { return PurgeNext{}; }

Result<Purged> PurgeNext::perform(const Office& office) const {
  const auto step = office.store.purge_next(retention_rules(office.config), office.act, kPurgedAtOnce);
  if (!step) return tl::unexpected(step.error());
  return Purged{*step};
}

}  // namespace nhs::control
