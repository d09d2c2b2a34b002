#include "config/checks.h"
#include "config/service_option_values.h"
#include "config/service_options.h"

namespace nhs::config {
namespace {

constexpr Words<TextFormat, 4> kTextFormats{{{"text", TextFormat::text},
                                             {"html", TextFormat::html},
                                             {"markdown", TextFormat::markdown},
                                             {"html-escaped", TextFormat::html_escaped}}};

bool is_time_format(std::string_view text) {
  for (const char* named : {"auto", "rfc3339", "rfc822", "unix", "unix_ms", "unix_us"})
    if (text == named) return true;
  return text.rfind("strptime:", 0) == 0 && text.size() > 9;
}

template <auto part, auto member>
void put_formats(const OptionValue& value, const Place& place) {
  auto& formats = place.service->*part.*member;
  formats.clear();
  for (const std::string& text : texts_of(value)) formats.push_back(meaning_of<kTextFormats>(text));
}
template <auto member>
Option join_option(std::string_view key, std::string_view help) {
  return {.key = key,
          .type = OptionType::text,
          .required = true,
          .is_allowed = text_is<is_pointer>,
          .allowed = kPointerAllowed,
          .put = [](const OptionValue& value,
                    const Place& place) { place.join->*member = *parse_json_pointer(text_of(value)); },
          .help = help};
}

}  // namespace

OptionTable service_items_options() {
  return {
      {.key = "items.path",
       .type = OptionType::text,
       .fallback = "\"\"",
       .is_allowed = text_is<is_pointer>,
       .allowed = kPointerAllowed,
       .put = put_pointer<&JsonService::items, &JsonItems::path>,
       .help = "The list of items in an answer. Empty when the answer is the list."},
      {.key = "items.root",
       .type = OptionType::text,
       .fallback = "\"\"",
       .is_allowed = text_is<is_pointer>,
       .allowed = kPointerAllowed,
       .put = put_pointer<&JsonService::items, &JsonItems::root>,
       .help = "Where in each element the item is that all below counts from."},
  };
}

OptionTable service_identity_options() {
  return {
      pointers_option<&JsonService::map, &JsonMap::id>(
          "map.id",
          "What the service knows the post by. Numbers keep all their digits. Without one, the post's "
          "address is its id, else a hash of author, time and text."),
      pointers_option<&JsonService::map, &JsonMap::local_id>(
          "map.local_id", "The id that paging goes by, where that is another one."),
      pointers_option<&JsonService::map, &JsonMap::url>("map.url", "Where people read it."),
      {.key = "map.url_prefix",
       .type = OptionType::text,
       .fallback = "\"\"",
       .is_allowed = text_is<is_short>,
       .allowed = "the beginning of an address",
       .put = put_text<&JsonService::map, &JsonMap::url_prefix>,
       .help = "Put before `url`."},
      pointers_option<&JsonService::map, &JsonMap::author>(
          "map.author", "The account: what stays the same when somebody changes their name."),
      {.key = "map.author_prefix",
       .type = OptionType::text,
       .fallback = "\"\"",
       .is_allowed = text_is<is_short>,
       .allowed = "a text such as \"@\"",
       .put = put_text<&JsonService::map, &JsonMap::author_prefix>,
       .help = "Put before `author`."},
      pointers_option<&JsonService::map, &JsonMap::created_at>("map.created_at", "When it was written."),
      pointers_option<&JsonService::map, &JsonMap::edited_at>(
          "map.edited_at",
          "When it was last changed; `false` and null mean never. Without this key, another "
          "text under a known id is taken as a change."),
      {.key = "map.time_format",
       .type = OptionType::text,
       .fallback = "\"auto\"",
       .is_allowed = text_is<is_time_format>,
       .allowed = "\"auto\", \"rfc3339\", \"rfc822\", \"unix\", \"unix_ms\", \"unix_us\" or "
                  "\"strptime:%Y-%m-%dT%H:%M:%S%z\"",
       .put = put_text<&JsonService::map, &JsonMap::time_format>,
       .help = "How times are written. `auto` reads dates of all usual forms, and numbers as seconds since "
               "1970."},
  };
}

OptionTable service_text_options() {
  constexpr std::string_view kFormatsAllowed =
      "\"text\", \"html\", \"markdown\" or \"html-escaped\", one for all pointers or a list of one for each";
  return {
      pointers_option<&JsonService::map, &JsonMap::text>("map.text", "What it says."),
      {.key = "map.text_format",
       .type = OptionType::texts,
       .fallback = "\"text\"",
       .is_allowed = each_is<is_word<kTextFormats>, 1, 20>,
       .allowed = kFormatsAllowed,
       .put = put_formats<&JsonService::map, &JsonMap::text_formats>,
       .help = "How that is written; `html-escaped` is a plain text in which `&` is `&amp;`."},
      {.key = "map.text_whole",
       .type = OptionType::boolean,
       .fallback = "false",
       .put = put_flag<&JsonService::map, &JsonMap::whole_text>,
       .help = "Take the texts of all pointers one after the other, not the first that is there."},
      pointers_option<&JsonService::map, &JsonMap::heading>("map.heading",
                                                            "A title or warning, put before the text."),
      {.key = "map.heading_format",
       .type = OptionType::texts,
       .fallback = "\"text\"",
       .is_allowed = each_is<is_word<kTextFormats>, 1, 20>,
       .allowed = kFormatsAllowed,
       .put = put_formats<&JsonService::map, &JsonMap::heading_formats>,
       .help = "The same for `heading`."},
      pointers_option<&JsonService::map, &JsonMap::language>("map.language",
                                                             "Its language, as a code such as `en`."),
      pointers_option<&JsonService::map, &JsonMap::tags>(
          "map.tags", "Its hashtags, such as \"/tags/*/name\"; those in the text are found anyway."),
      pointers_option<&JsonService::map, &JsonMap::in_reply_to>("map.in_reply_to",
                                                                "The id of the post that it answers."),
  };
}

OptionTable service_join_options() {
  return {
      {.key = "join.name",
       .type = OptionType::text,
       .required = true,
       .is_allowed = text_is<is_name>,
       .allowed = "1 to 64 letters, digits, points, hyphens and underscores",
       .put = [](const OptionValue& value, const Place& place) { place.join->name = text_of(value); },
       .help = "What pointers call it: after `name = \"writer\"`, \"writer:/nick\" is the place `/nick` in "
               "the element that was found."},
      join_option<&JsonJoin::list>("join.list", "The list in the answer, counted from its root."),
      join_option<&JsonJoin::key>("join.key", "What an element of the list is known by."),
      join_option<&JsonJoin::ref>("join.ref", "Which element an item means."),
  };
}

}  // namespace nhs::config
