#pragma once

#include "config/option_table.h"

namespace nhs::config {

/// The parts of service_option_table(), in its order.

OptionTable service_request_options();   ///< the top and `[request]`
OptionTable service_token_options();     ///< `[token]`
OptionTable service_items_options();     ///< `[items]`
OptionTable service_identity_options();  ///< `[map]`: which post it is
OptionTable service_text_options();      ///< `[map]`: what it says
OptionTable service_join_options();      ///< `[[join]]`
OptionTable service_walk_options();      ///< `[paging]`, `[catch_up]` and `[limit]`
OptionTable service_error_options();     ///< `[errors]`
OptionTable service_filter_options();    ///< `[filter]`

}  // namespace nhs::config
