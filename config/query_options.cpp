#include "config/checks.h"
#include "config/option_values.h"

namespace nhs::config {
namespace {

bool is_search(std::string_view text) { return text.size() <= 1000 && is_path(text); }

}  // namespace

OptionTable query_options() {
  return {
      {.key = "query.name",
       .type = OptionType::text,
       .required = true,
       .is_allowed = text_is<is_name>,
       .allowed = "1 to 64 letters, digits, points, hyphens and underscores",
       .put = [](const OptionValue& value, const Place& place) { place.query->name = text_of(value); },
       .help = "What you call the search; each name once. `--saved` takes it by this name."},
      {.key = "query.text",
       .type = OptionType::text,
       .required = true,
       .is_allowed = text_is<is_search>,
       .allowed = "at most 1000 bytes of text on one line, such as \"wait* OR delay\"",
       .put = [](const OptionValue& value, const Place& place) { place.query->text = text_of(value); },
       .help = "What to search for, written as after `--query` (docs/commands.md, Searching)."},
  };
}

}  // namespace nhs::config
