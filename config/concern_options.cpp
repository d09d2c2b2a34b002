#include "config/checks.h"
#include "config/option_values.h"
#include "core/concern_rule.h"
#include "core/time.h"

namespace nhs::config {
namespace {

bool is_sentence(std::string_view text) { return text.size() <= 1000 && is_path(text); }

bool is_look_back(std::string_view text) {
  const auto duration = parse_duration(text);
  return duration && *duration >= std::chrono::hours{24};
}

constexpr std::string_view kPhrases =
    "at most 1000 phrases of at most 1000 bytes, of words with spaces between, three letters at least in one of "
    "them (with `/`, in each of its words), three before a `*`, and between words at most three `...`, such "
    "as \"going to hurt/harm ... him/her\"";

}  // namespace

OptionTable concern_options() {
  static const std::string what_to_do = '"' + std::string{kUsualSafeguarding} + '"';
  return {
      {.key = "safeguarding.what_to_do",
       .type = OptionType::text,
       .fallback = what_to_do,
       .is_allowed = text_is<is_sentence>,
       .allowed = "a text of at most 1000 bytes on one line",
       .put = [](const OptionValue& value,
                 const Place& place) { place.config->safeguarding = text_of(value); },
       .help =
           "What whoever reads a concern is to do: stands above every list of concerns, after the advice to "
           "call 999 where somebody is in danger. Name your safeguarding lead and how to reach them."},
      {.key = "safeguarding.look_back",
       .type = OptionType::text,
       .fallback = "\"90d\"",
       .is_allowed = text_is<is_look_back>,
       .allowed = "a duration of at least 1d, such as \"90d\"",
       .put = [](const OptionValue& value,
                 const Place& place) { place.config->concerns_look_back = *parse_duration(text_of(value)); },
       .help =
           "A post that was published or edited longer ago when it is taken in raises no concern: a list of "
           "what was said years ago would bury who can still be helped."},
      {.key = "concern.name",
       .type = OptionType::text,
       .required = true,
       .is_allowed = text_is<is_small_name>,
       .allowed = "1 to 32 small letters, digits, hyphens and underscores",
       .put = [](const OptionValue& value, const Place& place) { place.concern->name = text_of(value); },
       .help =
           "What you call the rule; each name once. With the name of a built-in rule (`nhsvalues concerns "
           "--rules` prints them all) its phrases are added to that one's."},
      {.key = "concern.phrases",
       .type = OptionType::list_of_texts,
       .fallback = "[]",
       .is_allowed = each_is<is_concern_phrase, 0, 1000>,
       .allowed = kPhrases,
       .put = [](const OptionValue& value, const Place& place) { place.concern->phrases = texts_of(value); },
       .help =
           "A post raises the concern when one of these stands in a sentence of it. Capitals, spelling "
           "variants and punctuation but for a sentence's end do not matter; `word*` stands for all words "
           "that begin so, `one/other` for either, `...` for at most five other words."},
      {.key = "concern.unless",
       .type = OptionType::list_of_texts,
       .fallback = "[]",
       .is_allowed = each_is<is_concern_phrase, 0, 1000>,
       .allowed = kPhrases,
       .put = [](const OptionValue& value, const Place& place) { place.concern->unless = texts_of(value); },
       .help = "A sentence that has one of these raises no concern by this rule. Use it sparingly: what is "
               "missed nobody sees."},
      {.key = "concern.on",
       .type = OptionType::boolean,
       .fallback = "true",
       .put = [](const OptionValue& value, const Place& place) { place.concern->on = std::get<bool>(value); },
       .help = "Whether the rule is in force; `false` switches a built-in one off."},
  };
}

}  // namespace nhs::config
