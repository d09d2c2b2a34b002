#pragma once

#include <string>

#include "core/post.h"

namespace nhs::intake {

/// The author of a post from a file, written as the collector writes that account, so that whoever looks for
/// it, or keeps it out, finds it: `@amy@social.example` of `acct:amy@social.example`, of the address of a
/// profile, of `Amy (@amy@social.example)`, and, where the file names nobody or says `@amy` alone, of a
/// permalink that holds the account; addresses like Mastodon's are read where the network is `mastodon`, and
/// where the row names none (`import`, `feed`), but not those of sites like TikTok. An account of X is `@amy`
/// on the networks `x` and `twitter`, and `https://x.com/amy` on any other, where a bare name may be somebody
/// else's. What has none of these forms stays as it is, an `h:…` among it. Pure and thread-safe.
std::string import_author(const Post& post);

/// True when a file's word for an author is one account's and no other's, wherever it stands: `@amy` is not.
bool is_whole_name(const std::string& author);

}  // namespace nhs::intake
