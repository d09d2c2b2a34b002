#include "control/meant.h"

#include <fmt/format.h>

#include <algorithm>
#include <optional>

#include "config/source_kinds.h"
#include "control/identities.h"
#include "control/office.h"

namespace nhs::control {
namespace {

/// Those that posts came from, and those that they may come from.
Result<std::vector<std::string>> networks_of(const Office& office, const std::string& only) {
  if (!only.empty()) return std::vector<std::string>{only};
  auto networks = office.store.networks();
  if (!networks) return networks;
  for (const config::SourceConfig& source : office.config.sources) {
    // What a service of its own calls its network, its first post tells.
    if (source.kind == config::SourceKind::json) continue;
    const std::string name{config::id_of_kind(source.kind)};
    if (std::find(networks->begin(), networks->end(), name) == networks->end()) networks->push_back(name);
  }
  return networks;
}

/// Why nothing could ever be held by this name, by which no post was found; nothing for most.
Result<std::optional<std::string>> why_unheld(const Office& office, const std::string& name) {
  if (auto why = why_unknowable(name)) return why;
  // Exports write posts and their authors alike, and who has the wrong one would forget nobody.
  const auto key = privacy::hash_from_text(name);
  if (!key) return std::optional<std::string>{};
  const auto posts = office.store.posts_held({store::Identified{.keys = {*key}}});
  if (!posts) return tl::unexpected(posts.error());
  if (posts->front() == 0) return std::optional<std::string>{};
  return std::optional<std::string>{
      "this is the id of a post, not of an account: `nhsvalues forget --post` takes it"};
}

}  // namespace

Result<void> add_accounts_beneath(const Office& office, const privacy::Pseudonymiser& key,
                                  store::Identified& whom) {
  const auto authors = office.store.identities_without_account(whom);
  if (!authors) return tl::unexpected(authors.error());
  for (const auto& posts : *authors)
    for (const store::SealedIdentity& each : posts) {
      const auto identity = key.unseal_identity(each.sealed);
      if (!identity || identity->account.empty()) continue;
      whom.authors.push_back(key.author_keys(each.network, identity->account));
      // An older post under this name may be by whoever had it before.
      break;
    }
  return {};
}

Result<Meant> meant_by_names(const Office& office, const std::vector<std::string>& names,
                             const std::string& network) {
  const auto key = key_of(office);
  if (!key) return tl::unexpected(key.error());
  const auto networks = networks_of(office, network);
  if (!networks) return tl::unexpected(networks.error());
  const Networks networks_are = network.empty() ? Networks::all_there_are : Networks::named;
  std::vector<store::Identified> each;
  for (const std::string& name : names) each.push_back(identified(**key, {name}, *networks, networks_are));
  const auto posts = office.store.posts_held(each);
  if (!posts) return tl::unexpected(posts.error());
  Meant meant{identified(**key, names, *networks, networks_are), {}};
  for (std::size_t i = 0; i < posts->size(); ++i)
    if ((*posts)[i] == 0) {
      const auto why = why_unheld(office, names[i]);
      if (!why) return tl::unexpected(why.error());
      if (*why)
        return fail(ExitStatus::usage,
                    names.size() == 1 ? **why : fmt::format("name {} of {}: {}", i + 1, names.size(), **why));
      meant.without_posts.push_back(static_cast<std::int64_t>(i) + 1);
    }
  if (auto added = add_accounts_beneath(office, **key, meant.whom); !added)
    return tl::unexpected(added.error());
  return meant;
}

Result<Meant> meant_by_references(const Office& office, const std::vector<std::string>& references) {
  std::vector<store::Identified> each;
  for (const std::string& word : references) each.push_back(listed_post(word).value_or(store::Identified{}));
  const auto held = office.store.posts_held(each);
  if (!held) return tl::unexpected(held.error());
  Meant meant;
  for (std::size_t i = 0; i < each.size(); ++i) {
    if ((*held)[i] == 0)
      return fail(
          ExitStatus::no_input,
          fmt::format("{}: there is no post of this reference; `nhsvalues posts` shows those there are{}",
                      references[i],
                      each[i].keys.empty() ? "" : " (an export of before a `rotate-key` has other ids)"));
    meant.whom.refs.insert(meant.whom.refs.end(), each[i].refs.begin(), each[i].refs.end());
    meant.whom.keys.insert(meant.whom.keys.end(), each[i].keys.begin(), each[i].keys.end());
  }
  return meant;
}

}  // namespace nhs::control
