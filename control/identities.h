#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "privacy/pseudonymiser.h"
#include "store/forgetting.h"

namespace nhs::control {

/// What people write to say whom or what they mean: an account (`@amy@social.example`, `h:…` as exports write
/// it), or an address with `://` in it, of a profile or of a post. Pure.

/// An account that the address of a profile names.
struct ProfileAccount {
  std::string network;
  std::string account;

  bool operator==(const ProfileAccount&) const = default;
};

/// Why nobody and nothing can go by this name on any network, and how one is written, in words that repeat
/// none of it; nothing where somebody might. Authors of some feeds go by any words: whoever names the network
/// knows, and is not asked. A number alone is more likely the reference of a post than anybody's account, and
/// wants an `@` before it to be one.
std::optional<std::string> mistake_in(std::string_view name);

/// Why no post that is collected could ever be known by this name, where none is held under it; nothing for
/// all but Bluesky's posts by a handle.
std::optional<std::string> why_unknowable(std::string_view address);

/// The post that lists call by this reference, or exports by this `h:…`; nothing for any other word.
std::optional<store::Identified> listed_post(std::string_view word);

/// Of the profile pages of Mastodon (`https://HOST/@amy`, `/users/amy`), Bluesky and X; nothing for any other
/// address, one of a post above all.
std::vector<ProfileAccount> account_of_profile(std::string_view address);

/// Whether somebody said on which networks, or all there are were put in.
enum class Networks : std::uint8_t { all_there_are, named };

/// The hashes of whom these names mean, accounts on each of these networks, by what files call them too
/// (`acct:amy@social.example`, `https://social.example/@amy`). An address that is no profile's is tried as a
/// post's permalink and canonical id on each of them, and as an author's, for some feeds name their authors
/// so. A bare name (`@amy`) is an account's on X as well where no network was named; on one that was, other
/// than X, it is only that network's, and who means X's account there writes the address of its profile.
store::Identified identified(const privacy::Pseudonymiser& key, const std::vector<std::string>& names,
                             const std::vector<std::string>& networks,
                             Networks networks_are = Networks::all_there_are);

}  // namespace nhs::control
