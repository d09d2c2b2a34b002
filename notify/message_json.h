#pragma once

#include <string>
#include <vector>

#include "config/alerts.h"
#include "store/alert.h"

namespace nhs::notify {

/// The shape `nhsvalues.alert/1` (docs/alerts.md), on one line without its end.
std::string message_json(const store::AlertMessage& message);

/// What the names of a webhook's body stand for.
std::vector<config::MessagePart> parts_of(const store::AlertMessage& message);

}  // namespace nhs::notify
