#include <algorithm>
#include <array>

#include "privacy/personal_data.h"

namespace nhs::privacy {
namespace {

/// Domains where people have mailboxes and nothing else: whatever stands before an `@` is a local part.
constexpr std::array<std::string_view, 8> kMailOnly = {"gmail.com",      "googlemail.com", "hotmail.com",
                                                       "hotmail.co.uk",  "ymail.com",      "icloud.com",
                                                       "btinternet.com", "protonmail.com"};
/// Domains of mailboxes that are spoken of as sites, or as places of work, too.
constexpr std::array<std::string_view, 14> kMailAndMore = {
    "nhs.net", "outlook.com", "live.com",     "live.co.uk",      "yahoo.com",      "yahoo.co.uk", "aol.com",
    "sky.com", "me.com",      "talktalk.net", "virginmedia.com", "doctors.org.uk", "nhs.scot",    "msn.com"};

constexpr std::size_t kMostSpaces = 2;

std::size_t spaces_at_end(std::string_view text) {
  std::size_t spaces = 0;
  while (spaces < kMostSpaces && spaces < text.size() && text[text.size() - 1 - spaces] == ' ') ++spaces;
  return spaces;
}

std::size_t spaces_at_start(std::string_view text) {
  std::size_t spaces = 0;
  while (spaces < kMostSpaces && spaces < text.size() && text[spaces] == ' ') ++spaces;
  return spaces;
}

/// Length of the one of these domains that is at the front; 0 when none is, or it goes on as something else.
/// What comes behind it decides by its first byte alone, for further on a number may be masked yet.
template <typename Domains>
std::size_t domain_length(const Domains& domains, std::string_view text) {
  for (const std::string_view domain : domains) {
    const std::string_view front = text.substr(0, domain.size());
    if (front.size() < domain.size() || small_tail(front, front.size()) != domain) continue;
    const std::string_view after = text.substr(domain.size());
    const bool goes_on =
        starts_in_word(after) ||
        (!after.empty() && std::string_view{"-@/"}.find(after.front()) != std::string_view::npos);
    if (!goes_on) return domain.size();
  }
  return 0;
}

/// `jane.doe`, `jdoe2`; of `work`, `us`, `ward 5` and `Thanks.` none is an account.
bool looks_like_account(std::string_view local) {
  const auto is_sign = [](char c) { return c == '.' || c == '_' || c == ']' || is_digit(c); };
  return std::any_of(local.begin(), local.end(), is_sign) &&
         std::any_of(local.begin(), local.end(), is_letter);
}

}  // namespace

std::optional<Finding> find_spaced_email(std::string_view before, std::string_view rest) {
  const bool is_sign = rest.front() == '@';
  const std::size_t sign = is_sign ? 1 : 2;
  if (!is_sign && small_tail(rest.substr(0, sign), sign) != "at") return std::nullopt;
  const std::size_t leading = spaces_at_end(before);
  const std::size_t trailing = spaces_at_start(rest.substr(sign));
  if (!is_sign && (leading == 0 || trailing == 0)) return std::nullopt;
  const std::string_view server = rest.substr(sign + trailing);
  std::size_t domain = domain_length(kMailOnly, server);
  const bool is_mail_only = domain > 0;
  if (!is_mail_only) domain = domain_length(kMailAndMore, server);
  if (domain == 0) return std::nullopt;
  const std::string_view head = before.substr(0, before.size() - leading);
  const std::size_t local = local_part_before(head);
  // After a space the sign that ends a sentence is no part of an address.
  if (local == 0 || std::string_view{".'-%+"}.find(head.back()) != std::string_view::npos)
    return std::nullopt;
  // A mention looks the same: `thanks @gmail.com`. Before an `at` stands any word: `look at gmail.com`.
  const bool may_be_any = is_sign && is_mail_only && (trailing > 0 || leading == 0);
  if (!may_be_any && !looks_like_account(head.substr(head.size() - local))) return std::nullopt;
  return Finding{sign + trailing + domain, std::string{kEmailMask}, Masked::email, local + leading};
}

}  // namespace nhs::privacy
