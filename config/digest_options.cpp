#include "config/checks.h"
#include "config/option_values.h"

namespace nhs::config {
namespace {

constexpr std::string_view kTargets = "at most 20 names of [[notify]] tables of kind \"email\"";

bool is_way(std::string_view text) { return from_id<WhenNothingHappened>(text).has_value(); }

}  // namespace

OptionTable digest_options() {
  return {
      {.key = "digest.daily",
       .type = OptionType::list_of_texts,
       .fallback = "[]",
       .is_allowed = each_is<is_name, 0, 20>,
       .allowed = kTargets,
       .put = [](const OptionValue& value,
                 const Place& place) { place.config->digest.daily = texts_of(value); },
       .help =
           "Who gets the digest of each day, by the names of `[[notify]]` tables. It is sent by `nhsvalues "
           "digest daily --send`, for which there is a timer (docs/digest.md)."},
      {.key = "digest.weekly",
       .type = OptionType::list_of_texts,
       .fallback = "[]",
       .is_allowed = each_is<is_name, 0, 20>,
       .allowed = kTargets,
       .put = [](const OptionValue& value,
                 const Place& place) { place.config->digest.weekly = texts_of(value); },
       .help = "The same of each week, Monday to Sunday."},
      {.key = "digest.when_nothing_happened",
       .type = OptionType::text,
       .fallback = "\"send\"",
       .is_allowed = text_is<is_way>,
       .allowed = "\"send\" or \"skip\"",
       .put =
           [](const OptionValue& value, const Place& place) {
             place.config->digest.when_nothing_happened = *from_id<WhenNothingHappened>(text_of(value));
           },
       .help = "Whether a digest is sent that has nothing to tell: all was collected, there was no post, and "
               "nothing waits for anybody. With `skip`, no mail can also mean that sending is broken."},
  };
}

}  // namespace nhs::config
