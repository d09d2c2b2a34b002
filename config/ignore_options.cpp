#include "config/checks.h"
#include "config/option_values.h"
#include "core/ignore_rule.h"

namespace nhs::config {
namespace {

/// Blanks and what nobody sees are no part of a phrase: one of nothing else would stand in every text.
bool is_empty_or_phrase(std::string_view text) {
  return text.empty() || (is_line<500>(text) && phrase_key(text).size() >= 3);
}

}  // namespace

OptionTable ignore_options() {
  return {
      {.key = "ignore.name",
       .type = OptionType::text,
       .required = true,
       .is_allowed = text_is<is_name>,
       .allowed = "1 to 64 letters, digits, points, hyphens and underscores",
       .put = [](const OptionValue& value, const Place& place) { place.ignore->name = text_of(value); },
       .help = "What you call the rule; each name once. `coverage` counts by it."},
      {.key = "ignore.author",
       .type = OptionType::text,
       .fallback = "\"\"",
       .secret = true,
       .is_allowed = text_is<is_empty_or<is_account>>,
       .allowed = "an account such as \"@jobsbot@example.org\"",
       .put = [](const OptionValue& value, const Place& place) { place.ignore->author = text_of(value); },
       .help =
           "Posts by this account. Written as exports write authors (`h:…`), it names nobody in this file."},
      {.key = "ignore.phrase",
       .type = OptionType::text,
       .fallback = "\"\"",
       .is_allowed = text_is<is_empty_or_phrase>,
       .allowed = "at least three characters of a text, on one line",
       .put = [](const OptionValue& value, const Place& place) { place.ignore->phrase = text_of(value); },
       .help = "Posts whose text has these words one after the other, as whole words, capitals and spaces "
               "aside."},
      {.key = "ignore.source",
       .type = OptionType::text,
       .fallback = "\"\"",
       .is_allowed = text_is<is_empty_or<is_name>>,
       .allowed = "the name of a source",
       .put = [](const OptionValue& value, const Place& place) { place.ignore->source = text_of(value); },
       .help = "Posts that this source shows, for as long as no other source shows them. With `author` or "
               "`phrase`, all have to hold."},
      {.key = "ignore.reason",
       .type = OptionType::text,
       .required = true,
       .is_allowed = text_is<is_line<500>>,
       .allowed = "a line of text",
       .put = [](const OptionValue& value, const Place& place) { place.ignore->reason = text_of(value); },
       .help = "Why, for whoever reads this next year. `coverage` shows it."},
  };
}

}  // namespace nhs::config
