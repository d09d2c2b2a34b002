#pragma once

#include "tests/support/times.h"

namespace nhs::test {

/// When the servers on loopback are asked, in their own tests.
inline const UtcTime kNoon = at("2026-11-20T12:00:00Z");

}  // namespace nhs::test
