#include "intake/key_rotation.h"

#include <utility>

#include "intake/intake.h"
#include "intake/key_of_database.h"
#include "privacy/pseudonymiser.h"

namespace nhs::intake {
namespace {

using privacy::Pseudonymiser;

/// Whatever was sealed by it, in its time or before.
std::optional<std::string> unsealed(const std::vector<Pseudonymiser>& by_age, const Sealed& sealed) {
  for (const Pseudonymiser& each : by_age)
    if (auto clear = each.unseal(sealed)) return clear;
  return std::nullopt;
}

std::optional<store::IdentityAnew> identity_anew(const std::vector<Pseudonymiser>& by_age,
                                                 const Pseudonymiser& anew, const std::string& network,
                                                 const Sealed& sealed) {
  const auto clear = unsealed(by_age, sealed);
  if (!clear) return std::nullopt;
  store::IdentityAnew renewed{anew.seal(*clear), {}, {}, {}};
  const auto identity = anew.unseal_identity(renewed.sealed);
  if (!identity) return std::nullopt;
  const Pseudonymiser& before = by_age.front();
  if (!identity->id.empty())
    renewed.key = {before.post_keys(network, identity->id), anew.post_key(network, identity->id)};
  if (!identity->url.empty()) renewed.url_key = {before.url_keys(identity->url), anew.url_key(identity->url)};
  if (!identity->author.empty())
    renewed.author_key = {before.author_keys(network, identity->author),
                          anew.author_key(network, identity->author)};
  return renewed;
}

}  // namespace

Result<KeyRotation> rotate_key(const config::Config& config, const store::Act& act,
                               const std::function<void(std::int64_t done, std::int64_t of)>& tell) {
  const auto before = key_of_database(config);
  if (!before) return tl::unexpected(before.error());
  const std::filesystem::path file = privacy::key_path(config.key_file, config.database);
  auto anew = privacy::Key::read(file);
  if (!anew) return tl::unexpected(anew.error());
  KeyRotation rotation;
  rotation.from = before->fingerprint();
  rotation.gone_on = anew->fingerprint() != before->fingerprint();
  if (!rotation.gone_on) anew = privacy::Key::renew(file);
  if (!anew) return tl::unexpected(anew.error());
  rotation.to = anew->fingerprint();

  // The first of them has the others behind it, and hashes by all.
  std::vector<Pseudonymiser> by_age{Pseudonymiser{*before, config.organisations}};
  for (const privacy::Key& each : before->previous()) by_age.emplace_back(each, config.organisations);
  const Pseudonymiser now{*anew, config.organisations};
  store::Rekeying how;
  how.from = rotation.from;
  how.to = rotation.to;
  how.post = [&](const std::string& network, const Sealed& sealed) {
    return identity_anew(by_age, now, network, sealed);
  };
  how.reseal = [&](const Sealed& sealed) -> std::optional<Sealed> {
    const auto clear = unsealed(by_age, sealed);
    if (!clear) return std::nullopt;
    return now.seal(*clear);
  };
  how.text_key = [&](const std::string& text) {
    return std::pair{by_age.front().text_key(text), now.text_key(text)};
  };
  how.fingerprints = {{fingerprint_of(config.ignore, by_age.front()), fingerprint_of(config.ignore, now)}};
  how.tell = tell;
  auto rekeyed = store::rekey(config.database, how, act);
  if (!rekeyed) return tl::unexpected(rekeyed.error());
  rotation.rekeyed = *rekeyed;
  return rotation;
}

}  // namespace nhs::intake
