#include <cmath>

#include "config/service_option_values.h"
#include "config/service_options.h"

namespace nhs::config {
namespace {

constexpr Words<bool, 2> kTokenAuth{{{"basic", false}, {"body", true}}};

bool are_codes(const OptionValue& value) {
  const auto& numbers = std::get<std::vector<double>>(value);
  return std::all_of(numbers.begin(), numbers.end(),
                     [](double code) { return code >= 100 && code <= 599 && std::floor(code) == code; });
}

template <auto part, auto member>
void put_codes(const OptionValue& value, const Place& place) {
  auto& codes = place.service->*part.*member;
  codes.clear();
  for (const double code : std::get<std::vector<double>>(value)) codes.push_back(static_cast<int>(code));
}

}  // namespace

OptionTable service_token_options() {
  return {
      {.key = "token.url",
       .type = OptionType::text,
       .fallback = "\"\"",
       .is_allowed = text_is<is_short>,
       .allowed = "an https address, or empty for a service without",
       .put = put_text<&JsonService::token, &JsonToken::url>,
       .help = "Where an access token is to be had for an application's own id and secret (OAuth 2.0 client "
               "credentials). The source's `credential` then holds both, as `id:secret`. The token is kept, "
               "sealed, until it runs out, and is sent as `Authorization: Bearer` unless `{token}` stands "
               "elsewhere. Headers without placeholders are sent here too."},
      {.key = "token.scope",
       .type = OptionType::text,
       .fallback = "\"\"",
       .is_allowed = text_is<is_short>,
       .allowed = "a text",
       .put = put_text<&JsonService::token, &JsonToken::scope>,
       .help = "What it is to be good for."},
      {.key = "token.auth",
       .type = OptionType::text,
       .fallback = "\"basic\"",
       .is_allowed = text_is<is_word<kTokenAuth>>,
       .allowed = "\"basic\" or \"body\"",
       .put = put_word<&JsonService::token, &JsonToken::in_body, kTokenAuth>,
       .help = "Whether id and secret go into a header or into the body."},
  };
}

OptionTable service_error_options() {
  return {
      pointers_option<&JsonService::errors, &JsonErrors::pointers>(
          "errors.pointers",
          "What stands in an answer only when it is an error, whatever its status. The "
          "first of these that is there is named as the cause, never its text."),
      condition_option<&JsonService::errors, &JsonErrors::quota>(
          "errors.quota",
          "What an error looks like that means: no more until the quota begins anew. Counted from the "
          "answer's root."),
      condition_option<&JsonService::errors, &JsonErrors::throttled>(
          "errors.throttled",
          "What an error looks like that means: too fast, come back in a few minutes. Where the answer does not "
          "say when (`Retry-After`), in five."),
      condition_option<&JsonService::errors, &JsonErrors::auth>(
          "errors.auth",
          "What an error looks like that means: the credential is missing, wrong or has run out."),
      {.key = "errors.empty_codes",
       .type = OptionType::list_of_numbers,
       .fallback = "[]",
       .is_allowed = are_codes,
       .allowed = "HTTP status codes",
       .put = put_codes<&JsonService::errors, &JsonErrors::empty_codes>,
       .help = "Statuses that mean: there is nothing."},
      {.key = "errors.auth_codes",
       .type = OptionType::list_of_numbers,
       .fallback = "[401, 403]",
       .is_allowed = are_codes,
       .allowed = "HTTP status codes",
       .put = put_codes<&JsonService::errors, &JsonErrors::auth_codes>,
       .help = "Statuses that mean the same."},
  };
}

}  // namespace nhs::config
