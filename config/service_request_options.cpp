#include "config/checks.h"
#include "config/service_option_values.h"
#include "config/service_options.h"

namespace nhs::config {
namespace {

constexpr Words<bool, 2> kMethods{{{"get", false}, {"post", true}}};
constexpr Words<BodyType, 2> kBodyTypes{{{"json", BodyType::json}, {"form", BodyType::form}}};

/// `Name: value`, of which the value may hold placeholders.
bool is_header(std::string_view text) {
  const std::size_t colon = text.find(": ");
  if (colon == std::string_view::npos || colon == 0 || !is_path(text) || !is_template(text)) return false;
  return text.substr(0, colon).find_first_not_of(
             "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_") == std::string_view::npos;
}

void put_headers(const OptionValue& value, const Place& place) {
  auto& headers = place.service->request.headers;
  headers.clear();
  for (const std::string& text : texts_of(value)) {
    const std::size_t colon = text.find(": ");
    headers.emplace_back(text.substr(0, colon), *parse_template(text.substr(colon + 2)));
  }
}

}  // namespace

OptionTable service_request_options() {
  return {
      {.key = "name",
       .type = OptionType::text,
       .required = true,
       .is_allowed = text_is<is_line<100>>,
       .allowed = "at most 100 letters on one line",
       .put = [](const OptionValue& value, const Place& place) { place.service->name = text_of(value); },
       .help = "What people call the service; messages name it so."},
      {.key = "network",
       .type = OptionType::text,
       .required = true,
       .is_allowed = text_is<is_small_name>,
       .allowed = "1 to 32 small letters, digits, hyphens and underscores",
       .put = [](const OptionValue& value, const Place& place) { place.service->network = text_of(value); },
       .help = "The network that its posts belong to, as `--network` selects it. Two services of one network "
               "have to give the same post the same id."},
      {.key = "request.url",
       .type = OptionType::text,
       .required = true,
       .secret = true,
       .is_allowed = text_is<is_template>,
       .allowed = "an address with placeholders in braces, such as \"https://example.org/search?q={tag}\"; "
                  "each `[?` has its `?]`",
       .put = put_template<&JsonService::request, &JsonRequest::url>,
       .help = "What is asked. Placeholders are put in escaped; see above. Without `{tag}` one question "
               "stands for all hashtags."},
      {.key = "request.method",
       .type = OptionType::text,
       .fallback = "\"get\"",
       .is_allowed = text_is<is_word<kMethods>>,
       .allowed = "\"get\" or \"post\"",
       .put = put_word<&JsonService::request, &JsonRequest::post, kMethods>,
       .help = "How it is asked."},
      {.key = "request.headers",
       .type = OptionType::list_of_texts,
       .fallback = "[]",
       .secret = true,
       .is_allowed = each_is<is_header, 0, 20>,
       .allowed = "at most 20 texts such as \"Authorization: Bearer {secret}\"",
       .put = put_headers,
       .help = "What is sent besides. `{secret}`, `{token}` and `{tag}` may stand in a value; `Accept: "
               "application/json` is sent anyway."},
      {.key = "request.body",
       .type = OptionType::text,
       .fallback = "\"\"",
       .secret = true,
       .is_allowed = text_is<is_template>,
       .allowed = "a text with placeholders in braces; each `[?` has its `?]`",
       .put = put_template<&JsonService::request, &JsonRequest::body>,
       .help = "Of a `post`."},
      {.key = "request.body_type",
       .type = OptionType::text,
       .fallback = "\"json\"",
       .is_allowed = text_is<is_word<kBodyTypes>>,
       .allowed = "\"json\" or \"form\"",
       .put = put_word<&JsonService::request, &JsonRequest::body_type, kBodyTypes>,
       .help = "How placeholders in the body are escaped, and its Content-Type."},
  };
}

}  // namespace nhs::config
