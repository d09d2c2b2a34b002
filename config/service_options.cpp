#include "config/service_options.h"

namespace nhs::config {

const OptionTable& service_option_table() {
  static const OptionTable table = [] {
    OptionTable all;
    for (const auto part : {service_request_options, service_token_options, service_items_options,
                            service_identity_options, service_text_options, service_join_options,
                            service_walk_options, service_error_options, service_filter_options}) {
      const OptionTable options = part();
      all.insert(all.end(), options.begin(), options.end());
    }
    return all;
  }();
  return table;
}

}  // namespace nhs::config
