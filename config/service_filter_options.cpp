#include "config/service_option_values.h"
#include "config/service_options.h"

namespace nhs::config {

OptionTable service_filter_options() {
  return {
      {.key = "filter.require_tag",
       .type = OptionType::boolean,
       .fallback = "true",
       .put = put_flag<&JsonService::filter, &JsonFilter::require_tag>,
       .help = "A post counts only when a watched hashtag is in its text or among its tags."},
      condition_option<&JsonService::filter, &JsonFilter::require>(
          "filter.require", "Only items of which one of these is true count."),
      condition_option<&JsonService::filter, &JsonFilter::leave_out>(
          "filter.leave_out",
          "Items of which one of these is true do not count: reposts, "
          "advertisements."),
      condition_option<&JsonService::filter, &JsonFilter::gone>(
          "filter.gone",
          "Items of which one of these is true are no longer public: if we "
          "have them, they stop counting."),
      condition_option<&JsonService::filter, &JsonFilter::unquoted>(
          "filter.unquoted",
          "Items of which one of these is true count, but are never "
          "quoted: their authors ask not to be found. Where `privacy.drop_noindex` is set, they are not kept."),
  };
}

}  // namespace nhs::config
