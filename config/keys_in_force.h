#pragma once

#include <string>
#include <vector>

#include "config/config.h"

namespace nhs::config {

/// By which configurations are told apart: sixteen hexadecimal digits, the same wherever the same keys have
/// the same values, written out or by default. Addresses of webhooks, which may hold a secret, are left out,
/// and so are files that the configuration only names. It guards nothing: FNV-1a, 64 bits. Pure.
std::string fingerprint(const Config& config);

/// Makes of a configuration that was read anew what a running program can go by: keys that only a start can
/// change get back the values in force. Their names, where those differ from what was read; empty when all of
/// it can be taken.
std::vector<std::string> keep_until_restart(Config& read, const Config& in_force);

}  // namespace nhs::config
