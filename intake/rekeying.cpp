#include "intake/rekeying.h"

#include <fmt/format.h>

#include <memory>
#include <utility>

#include "intake/intake.h"
#include "privacy/pseudonymiser.h"
#include "store/keys_in_use.h"
#include "store/made_with_key.h"

namespace nhs::intake {
namespace {

using privacy::Pseudonymiser;

/// The keys of a file: that in force, by which all others hash too, and each by itself.
struct Keys {
  Keys(const privacy::Key& of_before, const privacy::Key& in_force, const config::Config& config)
      : before(of_before, config.organisations), now(in_force, config.organisations), by_age{now} {
    for (const privacy::Key& each : in_force.previous()) by_age.emplace_back(each, config.organisations);
  }

  /// Whatever was sealed by any of them.
  std::optional<std::string> unsealed(const Sealed& sealed) const {
    for (const Pseudonymiser& each : by_age)
      if (auto clear = each.unseal(sealed)) return clear;
    return std::nullopt;
  }

  Pseudonymiser before;
  Pseudonymiser now;
  std::vector<Pseudonymiser> by_age;
};

std::optional<store::IdentityAnew> identity_anew(const Keys& keys, const std::string& network,
                                                 const Sealed& sealed) {
  const auto clear = keys.unsealed(sealed);
  if (!clear) return std::nullopt;
  const Pseudonymiser& now = keys.now;
  store::IdentityAnew renewed{now.seal(*clear), {}, {}, {}};
  const auto identity = now.unseal_identity(renewed.sealed);
  if (!identity) return std::nullopt;
  if (!identity->id.empty())
    renewed.key = {now.post_keys(network, identity->id), now.post_key(network, identity->id)};
  if (!identity->url.empty()) renewed.url_key = {now.url_keys(identity->url), now.url_key(identity->url)};
  if (!identity->author.empty())
    renewed.author_key = {now.author_keys(network, identity->author),
                          now.author_key(network, identity->author)};
  if (!identity->account.empty())
    renewed.account_key = {now.author_keys(network, identity->account),
                           now.author_key(network, identity->account)};
  return renewed;
}

bool holds(const privacy::Key& key, const std::string& fingerprint) {
  return key.as_of(fingerprint).fingerprint() == fingerprint;
}

}  // namespace

store::Rekeying rekeying(const privacy::Key& before, const privacy::Key& now, const config::Config& config) {
  const auto keys = std::make_shared<const Keys>(before, now, config);
  store::Rekeying how;
  how.from = before.fingerprint();
  how.to = now.fingerprint();
  how.post = [keys](const std::string& network, const Sealed& sealed) {
    return identity_anew(*keys, network, sealed);
  };
  how.reseal = [keys](const Sealed& sealed) -> std::optional<Sealed> {
    const auto clear = keys->unsealed(sealed);
    if (!clear) return std::nullopt;
    return keys->now.seal(*clear);
  };
  how.text_key = [keys](const std::string& text) {
    return std::pair{keys->before.text_key(text), keys->now.text_key(text)};
  };
  how.fingerprints = {
      {fingerprint_of(config.ignore, keys->before), fingerprint_of(config.ignore, keys->now)}};
  return how;
}

Result<store::Rekeying> rekeying_of_backup(const config::Config& config, const std::string& fingerprint,
                                           const std::filesystem::path& backup) {
  const std::filesystem::path file = privacy::key_path(config.key_file, config.database);
  const auto key = privacy::Key::read(file);
  if (!key) return tl::unexpected(key.error());
  const privacy::Key of_database = key->as_of(store::made_with_key(config.database).value_or(""));
  if (holds(of_database, fingerprint)) return rekeying(of_database.as_of(fingerprint), of_database, config);
  if (holds(*key, fingerprint))
    return fail(
        ExitStatus::configuration,
        fmt::format("{}: this backup was made with the key {}, which {} holds, but the database does not go "
                    "by it yet: a rotation was broken off; finish it with `nhsvalues rotate-key`, then "
                    "restore",
                    backup.string(), fingerprint, file.string()));
  return fail(
      ExitStatus::configuration,
      fmt::format("{}: this backup was made with the key {}, which {} does not hold; find the key file of "
                  "that time, append its first line to this one as `previous = …`, and restore then",
                  backup.string(), fingerprint, file.string()));
}

std::vector<std::string> previous_fingerprints(const privacy::Key& key) {
  std::vector<std::string> fingerprints;
  for (const privacy::Key& each : key.previous()) fingerprints.push_back(each.fingerprint());
  return fingerprints;
}

Result<void> check_earlier_keys(const config::Config& config, const privacy::Key& of_database) {
  const auto in_use = store::keys_of_lists(config.database);
  if (!in_use) return tl::unexpected(in_use.error());
  for (const store::EarlierKeyInUse& each : store::not_held(*in_use, previous_fingerprints(of_database))) {
    if (!store::keeps_anybody_out(each)) continue;
    const std::string file = privacy::key_path(config.key_file, config.database).string();
    return fail(
        ExitStatus::configuration,
        fmt::format("{}: it does not hold the earlier key {}, by which {} lines of the forget list and {} of "
                    "the ledger are matched: whom they keep out would be taken in again; put its line "
                    "`previous = …` back from a copy of the file, or, if no copy is left, say so: `nhsvalues "
                    "rotate-key --lost {}`",
                    file, each.fingerprint, each.forgotten, each.removed, each.fingerprint));
  }
  return {};
}

}  // namespace nhs::intake
