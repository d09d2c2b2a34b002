#pragma once

#include <string>

#include "core/time.h"

namespace nhs::store {

/// Who this process acts for: the login and number of its user, `ana (1001)`. Thread-safe.
std::string own_person();

/// The same of any user, by number; `user 1001` where the system knows no such login. Thread-safe.
std::string person_of(unsigned user);

/// That a person changes something, for the audit. A moment alone is an act of this process's own user; who
/// acts for somebody else names them.
struct Act {
  Act(UtcTime moment, std::string who = own_person()) : at(moment), person(std::move(who)) {}

  UtcTime at;
  std::string person;  ///< person_of()
};

}  // namespace nhs::store
