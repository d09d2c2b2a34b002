#include "privacy/pseudonymiser.h"

#include <algorithm>
#include <array>
#include <utility>

#include "core/ascii.h"
#include "core/text.h"
#include "privacy/fields.h"
#include "privacy/hmac.h"
#include "privacy/mask.h"
#include "privacy/normal_form.h"
#include "privacy/public_page.h"
#include "privacy/sealing.h"

namespace nhs::privacy {
namespace {

constexpr std::string_view kHashMark = "h:";
constexpr std::string_view kBase64Url = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
/// 32 bytes are 42 characters of six bits and one of four.
constexpr std::size_t kHashCharacters = 43;

/// What is known of an identity: an `h:…` hash says nothing that could be sealed.
std::string_view known(std::string_view identity) {
  return hash_from_text(identity) ? std::string_view{} : identity;
}

/// `en`, `en-GB`, `zh_Hant_TW` (BCP 47, RFC 5646: a language of two or three letters, then subtags).
bool is_language_tag(std::string_view text) {
  constexpr std::size_t kLongest = 35;  // what RFC 5646, 4.4.1, has room kept for
  std::size_t length = 0;
  bool first = true;
  for (const char c : text) {
    if (c == '-' || c == '_') {
      if (length < (first ? 2U : 1U)) return false;
      first = false;
      length = 0;
    } else if (!is_letter(c) && (!is_digit(c) || first)) {
      return false;
    } else if (++length > (first ? 3U : 8U)) {
      return false;
    }
  }
  return length >= (first ? 2U : 1U) && text.size() <= kLongest;
}

std::int64_t first_eight_bytes(const KeyedHash& hash) {
  std::uint64_t number = 0;
  for (std::size_t i = 0; i < sizeof number; ++i) number = number << 8 | hash[i];
  return static_cast<std::int64_t>(number);
}

KeyedHash post_key_under(const Key& key, std::string_view network, std::string_view id) {
  if (const auto hash = hash_from_text(id)) return *hash;
  return hash_of(key.hashing_key(), "post", {network, id});
}

/// Of a post without an id, which is known by its repaired text.
KeyedHash untitled_key_under(const Key& key, std::string_view network, std::string_view text) {
  return hash_of(key.hashing_key(), "post without id", {network, text});
}

KeyedHash url_key_under(const Key& key, std::string_view url) {
  if (const auto hash = hash_from_text(url)) return *hash;
  return hash_of(key.hashing_key(), "url", {normal_url(url)});
}

KeyedHash author_key_under(const Key& key, std::string_view network, std::string_view account) {
  if (const auto hash = hash_from_text(account)) return *hash;
  return hash_of(key.hashing_key(), "author", {network, normal_account(account)});
}

/// Under the key in force and then under those before it; a hash that was given as such is one under all.
template <typename Hashing>
std::vector<KeyedHash> under_all(const Key& key, const Hashing& hashing) {
  std::vector<KeyedHash> hashes{hashing(key)};
  for (const Key& each : key.previous())
    if (const KeyedHash hash = hashing(each); hash != hashes.back()) hashes.push_back(hash);
  return hashes;
}

}  // namespace

Pseudonymiser::Pseudonymiser(Key key, std::vector<std::string> organisations)
    : key_(std::move(key)), organisations_(std::move(organisations)) {
  for (std::string& organisation : organisations_) organisation = normal_account(organisation);
}

PseudonymousPost Pseudonymiser::pseudonymise(const Post& post) const {
  const std::string text = repaired(post.text);
  PseudonymousPost result;
  result.network = post.network;
  result.key =
      post.id.empty() ? untitled_key_under(key_, post.network, text) : post_key(post.network, post.id);
  if (!post.url.empty()) result.url_key = url_key(post.url);
  if (!post.author.empty()) result.author_key = author_key(post.network, post.author);
  if (!post.account.empty()) result.account_key = author_key(post.network, post.account);
  if (!result.author_key) result.author_key = result.account_key;
  if (!post.in_reply_to.empty()) result.reply_key = post_key(post.network, post.in_reply_to);
  result.earlier = earlier_keys(post);

  // An export has hashes where these stand: of such a post there is nothing to seal.
  const std::array fields{known(post.id), known(post.url), known(post.author)};
  if (!post.account.empty() ||
      std::any_of(fields.begin(), fields.end(), [](std::string_view field) { return !field.empty(); })) {
    std::string identity;
    for (const std::string_view field : fields) append_field(identity, field);
    if (!post.account.empty()) append_field(identity, post.account);
    result.sealed = seal(identity);
  }
  if (!post.local_id.empty()) result.sealed_local_id = seal(post.local_id);

  MaskedText clean = mask(text, organisations_);
  result.text = std::move(clean.text);
  result.masked = clean.counts;
  result.text_key = text_key(result.text);
  result.created_at = post.created_at;
  result.edited_at = post.edited_at;
  if (is_language_tag(post.language)) result.language = post.language;
  // What a file calls a tag may be anything; so may what it calls a language.
  for (const std::string& tag : post.tags) result.tags.push_back(masked(repaired(tag), organisations_));
  result.quotable = post.quotable;
  return result;
}

KeyedHash Pseudonymiser::post_key(std::string_view network, std::string_view id) const {
  return post_key_under(key_, network, id);
}

KeyedHash Pseudonymiser::url_key(std::string_view url) const { return url_key_under(key_, url); }

KeyedHash Pseudonymiser::author_key(std::string_view network, std::string_view account) const {
  return author_key_under(key_, network, account);
}

std::vector<KeyedHash> Pseudonymiser::post_keys(std::string_view network, std::string_view id) const {
  return under_all(key_, [&](const Key& key) { return post_key_under(key, network, id); });
}

std::vector<KeyedHash> Pseudonymiser::url_keys(std::string_view url) const {
  return under_all(key_, [&](const Key& key) { return url_key_under(key, url); });
}

std::vector<KeyedHash> Pseudonymiser::author_keys(std::string_view network, std::string_view account) const {
  return under_all(key_, [&](const Key& key) { return author_key_under(key, network, account); });
}

std::vector<EarlierKeys> Pseudonymiser::earlier_keys(const Post& post) const {
  std::vector<EarlierKeys> earlier;
  for (const Key& key : key_.previous()) {
    EarlierKeys keys;
    keys.key = post.id.empty() ? untitled_key_under(key, post.network, repaired(post.text))
                               : post_key_under(key, post.network, post.id);
    if (!post.url.empty()) keys.url_key = url_key_under(key, post.url);
    if (!post.author.empty()) keys.author_key = author_key_under(key, post.network, post.author);
    if (!post.account.empty()) keys.account_key = author_key_under(key, post.network, post.account);
    if (!keys.author_key) keys.author_key = keys.account_key;
    earlier.push_back(keys);
  }
  return earlier;
}

std::int64_t Pseudonymiser::text_key(std::string_view masked_text) const {
  const std::string words = normal_words(masked_text);
  return words.empty() ? 0 : first_eight_bytes(hash_of(key_.hashing_key(), "text", {words}));
}

Sealed Pseudonymiser::seal(std::string_view clear) const { return privacy::seal(key_.sealing_key(), clear); }

std::optional<std::string> Pseudonymiser::unseal(std::string_view sealed) const {
  return privacy::unseal(key_.sealing_key(), sealed);
}

std::optional<Identity> Pseudonymiser::unseal_identity(const Sealed& sealed) const {
  const auto clear = unseal(sealed);
  if (!clear) return std::nullopt;
  std::string_view rest = *clear;
  Identity identity;
  for (std::string* field : {&identity.id, &identity.url, &identity.author}) {
    const auto taken = take_field(rest);
    if (!taken) return std::nullopt;
    *field = *taken;
  }
  identity.account = did_in(identity.id);
  // What was sealed before accounts were known ends here.
  if (!rest.empty()) {
    const auto account = take_field(rest);
    if (!account) return std::nullopt;
    identity.account = *account;
  }
  return rest.empty() ? std::optional{identity} : std::nullopt;
}

std::string to_text(const KeyedHash& hash) {
  std::string text{kHashMark};
  unsigned bits = 0;
  int count = 0;
  for (const std::uint8_t byte : hash) {
    bits = bits << 8 | byte;
    for (count += 8; count >= 6; count -= 6) text += kBase64Url[bits >> (count - 6) & 0x3F];
  }
  text += kBase64Url[bits << (6 - count) & 0x3F];
  return text;
}

std::optional<KeyedHash> hash_from_text(std::string_view text) {
  if (text.size() != kHashMark.size() + kHashCharacters || text.substr(0, kHashMark.size()) != kHashMark)
    return std::nullopt;
  KeyedHash hash{};
  std::size_t filled = 0;
  unsigned bits = 0;
  int count = 0;
  for (const char c : text.substr(kHashMark.size())) {
    const std::size_t six = kBase64Url.find(c);
    if (six == std::string_view::npos) return std::nullopt;
    bits = bits << 6 | static_cast<unsigned>(six);
    count += 6;
    if (count < 8) continue;
    count -= 8;
    hash[filled++] = static_cast<std::uint8_t>(bits >> count & 0xFF);
  }
  // Two bits are left over; another spelling of the same hash would break byte-identical exports.
  return (bits & 0x3) == 0 ? std::optional{hash} : std::nullopt;
}

}  // namespace nhs::privacy
