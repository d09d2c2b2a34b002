#include "control/office.h"

namespace nhs::control {

Result<const privacy::Pseudonymiser*> key_of(const Office& office) {
  if (office.pseudonymiser != nullptr) return office.pseudonymiser;
  return fail(ExitStatus::configuration, "this needs the key of the database, which is not at hand here");
}

}  // namespace nhs::control
