#include "control/disclosures.h"

#include <fmt/format.h>

#include <algorithm>
#include <tuple>
#include <utility>

#include "control/identities.h"
#include "control/json_members.h"
#include "control/limits.h"
#include "control/meant.h"
#include "control/office.h"
#include "control/wire.h"

namespace nhs::control {
namespace {

/// What an answer may show, so that it is a line that can be read; JSON may write a byte as six.
constexpr std::size_t kMostRevealed = kLongestLine / 8;

std::size_t size_of(const AccountRevealed::Opened& opened) {
  std::size_t size =
      100 + opened.id.size() + opened.url.size() + opened.author.size() + opened.account.size();
  for (const auto& [source, id] : opened.local_ids) size += 10 + source.size() + id.size();
  return size;
}

AccountRevealed::Opened opened_with(const privacy::Pseudonymiser& key, const store::SealedPost& post) {
  AccountRevealed::Opened opened;
  opened.ref = post.ref;
  if (!post.sealed.empty()) {
    const auto identity = key.unseal_identity(post.sealed);
    opened.unreadable = !identity;
    if (identity)
      std::tie(opened.id, opened.url, opened.author, opened.account) =
          std::tie(identity->id, identity->url, identity->author, identity->account);
  }
  for (const store::Showing& each : post.showings) {
    if (each.local_id.empty()) continue;
    auto id = key.unseal(each.local_id);
    opened.unreadable = opened.unreadable || !id;
    if (id) opened.local_ids.emplace_back(each.source, *std::move(id));
  }
  // No source gives so long a name to anything, and no line would hold it.
  if (size_of(opened) > kMostRevealed) {
    opened = {};
    opened.ref = post.ref;
    opened.unreadable = true;
  }
  return opened;
}

}  // namespace

void NoteDisclosure::write(JsonWriter& json) const {
  json.key("outlet").text(id_of(disclosure.outlet));
  json.key("filter").text(disclosure.filter).key("detail").text(disclosure.detail);
  if (disclosure.posts) json.key("posts").integer(*disclosure.posts);
  if (disclosure.post) json.key("ref").integer(*disclosure.post);
}

Result<NoteDisclosure> NoteDisclosure::read(JsonView json) {
  const auto outlet = from_id<store::Outlet>(json["outlet"].text_or_empty());
  if (!outlet) return faulty("outlet", "one that nhsvaluesd knows");
  auto filter = read_line_of_text(json, "filter", kLongestSelection);
  if (!filter) return tl::unexpected(filter.error());
  auto detail = read_line_of_text(json, "detail", kLongestSelection);
  if (!detail) return tl::unexpected(detail.error());
  const auto posts = json["posts"].integer();
  if (posts && *posts < 0) return faulty("posts", "a whole number from 0 on");
  return NoteDisclosure{{*outlet, json["ref"].integer(), *std::move(filter), posts, *std::move(detail)}};
}

Result<Noted> NoteDisclosure::perform(const Office& office) const {
  if (auto noted = office.store.note_disclosure(disclosure, office.act); !noted)
    return tl::unexpected(noted.error());
  return Noted{};
}

void OpenPost::write(JsonWriter& json) const { json.key("ref").integer(ref); }

Result<OpenPost> OpenPost::read(JsonView json) {
  const auto ref = read_number(json, "ref");
  if (!ref) return tl::unexpected(ref.error());
  return OpenPost{*ref};
}

Result<Opened> OpenPost::perform(const Office& office) const {
  const auto key = key_of(office);
  if (!key) return tl::unexpected(key.error());
  const auto sealed = office.store.open_post(ref, office.act);
  if (!sealed) return tl::unexpected(sealed.error());
  const auto identity = (*key)->unseal_identity(*sealed);
  if (!identity)
    return fail(ExitStatus::configuration,
                fmt::format("{}: this post was sealed by another key than the one at hand", ref));
  if (identity->url.empty())
    return fail(ExitStatus::no_input,
                fmt::format("{}: this post came without an address, so there is nothing to open", ref));
  return Opened{identity->url};
}

void RevealAccount::write(JsonWriter& json) const {
  json.key("account").text(account).key("network").text(network);
  write_refs(json, refs);
}

Result<RevealAccount> RevealAccount::read(JsonView json) {
  auto account = read_line_of_text(json, "account", kLongestAccount);
  if (!account) return tl::unexpected(account.error());
  if (account->empty()) return faulty("account", "the name of one");
  auto network = read_line_of_text(json, "network", kLongestAccount);
  if (!network) return tl::unexpected(network.error());
  const JsonView list = json["refs"];
  if (!list.is_array() || list.size() > kMostPosts)
    return faulty("refs", fmt::format("a list of at most {}", kMostPosts));
  RevealAccount wanted{*std::move(account), *std::move(network), {}};
  for (std::size_t i = 0; i < list.size(); ++i) {
    const auto ref = list.at(i).integer();
    if (!ref || *ref < 1) return faulty("refs", "whole numbers above 0");
    wanted.refs.push_back(*ref);
  }
  return wanted;
}

Result<AccountRevealed> RevealAccount::perform(const Office& office) const {
  const auto key = key_of(office);
  if (!key) return tl::unexpected(key.error());
  auto networks = network.empty() ? office.store.networks() : Result<std::vector<std::string>>{{network}};
  if (!networks) return tl::unexpected(networks.error());
  const Networks networks_are = network.empty() ? Networks::all_there_are : Networks::named;
  std::vector<store::AccountKey> accounts;
  for (const std::string& each : *networks) {
    store::Identified whom = identified(**key, {account}, {each}, networks_are);
    if (auto added = add_accounts_beneath(office, **key, whom); !added) return tl::unexpected(added.error());
    for (const auto* names : {&whom.authors, &whom.maybe_authors})
      for (const store::Hashes& hashes : *names)
        for (const KeyedHash& hash : hashes) accounts.push_back({each, hash});
  }
  const auto held = office.store.reveal_holdings(accounts, refs, office.act);
  if (!held) return tl::unexpected(held.error());
  AccountRevealed revealed;
  for (const store::HeldAccount& each : held->known)
    revealed.known.push_back({each.network, each.key, each.posts, each.objected_at, each.forgotten});
  std::size_t bytes = 0;
  revealed.answered = refs.size();
  for (const store::SealedPost& each : held->posts) {
    AccountRevealed::Opened opened = opened_with(**key, each);
    bytes += size_of(opened);
    if (bytes > kMostRevealed && !revealed.opened.empty()) {
      revealed.answered =
          static_cast<std::size_t>(std::find(refs.begin(), refs.end(), each.ref) - refs.begin());
      break;
    }
    revealed.opened.push_back(std::move(opened));
  }
  return revealed;
}

}  // namespace nhs::control
