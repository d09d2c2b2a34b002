#include <algorithm>

#include "config/checks.h"
#include "config/option_values.h"
#include "core/ascii.h"

namespace nhs::config {
namespace {

bool is_target_kind(std::string_view text) { return from_id<TargetKind>(text).has_value(); }
bool is_security(std::string_view text) { return from_id<MailSecurity>(text).has_value(); }
bool is_body(std::string_view text) { return text.size() <= 10'000 && !fault_of_body(text); }

/// `team@example.org`: what a mail server takes without quotes, for quotes are where commands hide.
bool is_mail_address(std::string_view text) {
  const std::size_t at = text.find('@');
  const auto plain = [](char c) {
    return is_letter(c) || is_digit(c) ||
           std::string_view{".!#$%&'*+/=?^_`{|}~-"}.find(c) != std::string_view::npos;
  };
  return at != std::string_view::npos && at > 0 && at <= 64 && text.size() <= 254 &&
         std::all_of(text.begin(), text.begin() + static_cast<std::ptrdiff_t>(at), plain) &&
         is_host_and_port(text.substr(at + 1)) && text.find(':') == std::string_view::npos;
}

bool is_user(std::string_view text) { return text.size() <= 200 && is_path(text); }

OptionTable options_of_all_destinations() {
  return {
      {.key = "notify.name",
       .type = OptionType::text,
       .required = true,
       .is_allowed = text_is<is_name>,
       .allowed = "1 to 64 letters, digits, points, hyphens and underscores",
       .put = [](const OptionValue& value, const Place& place) { place.target->name = text_of(value); },
       .help = "What you call the target; each name once. `alert.to` takes it by this name."},
      {.key = "notify.kind",
       .type = OptionType::text,
       .required = true,
       .is_allowed = text_is<is_target_kind>,
       .allowed = "\"email\", \"webhook\" or \"file\"",
       .put = [](const OptionValue& value,
                 const Place& place) { place.target->kind = *from_id<TargetKind>(text_of(value)); },
       .help =
           "`email`: through a mail server of yours. `webhook`: posted to a web address, signed. `file`: a "
           "line of JSON at the end of a file. No message holds a post's text or who wrote it."},
      {.key = "notify.credential",
       .type = OptionType::text,
       .fallback = "\"\"",
       .secret = true,
       .is_allowed = text_is<is_empty_or<is_credential>>,
       .allowed =
           "the name of a systemd credential, or the path of a file with a / in it; never the secret itself",
       .kinds = "email webhook",
       .put =
           [](const OptionValue& value, const Place& place) {
             place.target->credential = credential_in(place.folder, text_of(value));
           },
       .help = "Where the secret is: the password of `user`, or what a webhook is signed with."},
      {.key = "notify.allow_private_address",
       .type = OptionType::boolean,
       .fallback = "false",
       .kinds = "email webhook",
       .put = [](const OptionValue& value,
                 const Place& place) { place.target->allow_private_address = std::get<bool>(value); },
       .help = "It may lie in a private network or on this machine, as a mail server of your own may."},
  };
}

OptionTable mail_options() {
  return {
      {.key = "notify.server",
       .type = OptionType::text,
       .fallback = "\"\"",
       .repeatable = false,
       .is_allowed = text_is<is_empty_or<is_host_and_port>>,
       .allowed = "a mail server, such as \"mail.example.org:587\"",
       .kinds = "email",
       .put = [](const OptionValue& value, const Place& place) { place.target->server = text_of(value); },
       .help = "The mail server that takes the mail; without a port 587, with `tls` 465."},
      {.key = "notify.security",
       .type = OptionType::text,
       .fallback = "\"starttls\"",
       .is_allowed = text_is<is_security>,
       .allowed = "\"starttls\" or \"tls\"",
       .kinds = "email",
       .put = [](const OptionValue& value,
                 const Place& place) { place.target->security = *from_id<MailSecurity>(text_of(value)); },
       .help = "How the way there is encrypted: by STARTTLS, or from the first byte on. A server that offers "
               "neither gets nothing."},
      {.key = "notify.user",
       .type = OptionType::text,
       .fallback = "\"\"",
       .repeatable = false,
       .is_allowed = text_is<is_empty_or<is_user>>,
       .allowed = "the name of an account, or empty for none",
       .kinds = "email",
       .put = [](const OptionValue& value, const Place& place) { place.target->user = text_of(value); },
       .help =
           "Who signs in there, with the password that `credential` names; empty to send without signing in."},
      {.key = "notify.from",
       .type = OptionType::text,
       .fallback = "\"\"",
       .repeatable = false,
       .is_allowed = text_is<is_empty_or<is_mail_address>>,
       .allowed = "an e-mail address, such as \"nhsvalues@example.org\"",
       .kinds = "email",
       .put = [](const OptionValue& value, const Place& place) { place.target->from = text_of(value); },
       .help = "The address that the mail comes from."},
      {.key = "notify.recipients",
       .type = OptionType::list_of_texts,
       .fallback = "[]",
       .repeatable = false,
       .is_allowed = each_is<is_mail_address, 0, 50>,
       .allowed = "at most 50 e-mail addresses",
       .kinds = "email",
       .put = [](const OptionValue& value,
                 const Place& place) { place.target->recipients = texts_of(value); },
       .help =
           "The addresses that it goes to. When the server refuses one of them, none gets it, and `alerts` "
           "says so."},
  };
}

OptionTable other_options() {
  return {
      {.key = "notify.url",
       .type = OptionType::text,
       .fallback = "\"\"",
       .secret = true,
       .allowed = "an https address",
       .kinds = "webhook",
       .put = [](const OptionValue& value, const Place& place) { place.target->url = text_of(value); },
       .help = "The address that messages are posted to. It may hold a secret, and stands in no log."},
      {.key = "notify.allow_plain_http",
       .type = OptionType::boolean,
       .fallback = "false",
       .kinds = "webhook",
       .put = [](const OptionValue& value,
                 const Place& place) { place.target->allow_plain_http = std::get<bool>(value); },
       .help =
           "The address may begin with http://, for one on this machine. Others on the way can read along."},
      {.key = "notify.body",
       .type = OptionType::text,
       .fallback = "\"\"",
       .is_allowed = text_is<is_empty_or<is_body>>,
       .allowed =
           "a JSON object of at most 10000 bytes in whose texts {key}, {rule}, {event}, {title}, {text}, "
           "{at}, {posts} and {command} may stand, or empty for the usual one",
       .kinds = "webhook",
       .put = [](const OptionValue& value, const Place& place) { place.target->body = text_of(value); },
       .help = "What is posted, such as `{\"text\": \"{title}\"}`."},
      {.key = "notify.path",
       .type = OptionType::text,
       .fallback = "\"\"",
       .is_allowed = text_is<is_empty_or<is_path>>,
       .allowed = "the path of a file",
       .kinds = "file",
       .put = [](const OptionValue& value,
                 const Place& place) { place.target->path = path_in(place.folder, text_of(value)); },
       .help =
           "The file that a line is appended to for each message. A relative path counts from the folder of "
           "this file."},
  };
}

}  // namespace

OptionTable notify_options() {
  OptionTable all = options_of_all_destinations();
  for (const OptionTable& part : {mail_options(), other_options()})
    all.insert(all.end(), part.begin(), part.end());
  return all;
}

}  // namespace nhs::config
