#include "intake/import_author.h"

#include <algorithm>
#include <array>
#include <string_view>

#include "collector/sources/mastodon_permalink.h"
#include "collector/sources/web_address.h"
#include "core/text.h"
#include "privacy/normal_form.h"
#include "privacy/pseudonymiser.h"
#include "privacy/public_page.h"

namespace nhs::intake {
namespace {

constexpr std::string_view kAcct = "acct:";

/// Sites of their own whose pages have addresses like those of a Mastodon server.
bool is_site_of_its_own(std::string_view host) {
  constexpr std::array<std::string_view, 9> sites = {"tiktok.com",  "threads.net", "threads.com",
                                                     "youtube.com", "medium.com",  "substack.com",
                                                     "odysee.com",  "hive.blog",   "steemit.com"};
  return std::any_of(sites.begin(), sites.end(), [&](std::string_view site) {
    return host == site || host.ends_with("." + std::string{site});
  });
}

/// Whether `/@amy` at this host is an account as Mastodon has them. Other networks write addresses like that,
/// and have their own words for their accounts.
bool may_be_mastodon(std::string_view host, std::string_view network) {
  // What rows go by that name no network.
  const bool names_none = network == "import" || network == "feed";
  return network == "mastodon" || (names_none && !is_site_of_its_own(host));
}

/// The account whose profile, or whose post, is at this address; empty when the address does not tell.
std::string account_at(const std::string& address, const std::string& network) {
  const auto page = privacy::public_page(address);
  if (!page) {
    const bool may_be = may_be_mastodon(collector::host_of(address), network);
    return may_be ? collector::author_in_permalink(address) : std::string{};
  }
  if (page->account.empty()) return {};
  if (privacy::is_x(page->network) && !privacy::is_x(network))
    return "https://x.com/" + folded(page->account);
  return privacy::is_did(page->account) ? page->account : "@" + page->account;
}

/// `@amy@social.example` at the end of `Amy (@amy@social.example)`; empty for any other text.
std::string in_brackets(std::string_view author) {
  const std::size_t open = author.rfind('(');
  if (author.empty() || author.back() != ')' || open == std::string_view::npos) return {};
  const std::string_view within = author.substr(open + 1, author.size() - open - 2);
  const bool is_handle = within.rfind('@', 0) == 0 && within.find('@', 2) != std::string_view::npos &&
                         within.find(' ') == std::string_view::npos;
  return is_handle ? std::string{within} : std::string{};
}

/// The whole name in what the file calls the author; as it stands where there is none.
std::string unwrapped(const std::string& author, const std::string& network) {
  if (folded(author.substr(0, kAcct.size())) == kAcct && author.find('@') != std::string::npos) {
    const std::size_t start = author.find_first_not_of('@', kAcct.size());
    return start == std::string::npos ? author : "@" + author.substr(start);
  }
  std::string whole =
      author.find("://") == std::string::npos ? in_brackets(author) : account_at(author, network);
  return whole.empty() ? author : whole;
}

}  // namespace

std::string import_author(const Post& post) {
  if (privacy::hash_from_text(post.author)) return post.author;
  const std::string author = unwrapped(std::string{trimmed(post.author)}, post.network);
  if (is_whole_name(author)) return author;
  std::string of_page = account_at(post.url.empty() ? post.id : post.url, post.network);
  if (of_page.empty()) of_page = privacy::did_in(post.id);
  if (of_page.empty() || author.empty()) return of_page.empty() ? author : of_page;
  const std::string bare = privacy::normal_account(author);
  const std::string whole = privacy::normal_account(of_page);
  // Whose page shows a post need not be who wrote it: a bare name is believed before it.
  const bool is_same = whole == bare || whole.rfind(bare + "@", 0) == 0 || whole == "https://x.com/" + bare;
  return is_same ? of_page : author;
}

bool is_whole_name(const std::string& author) {
  return author.find('@', 1) != std::string::npos || author.find("://") != std::string::npos ||
         privacy::is_did(author) || privacy::hash_from_text(author).has_value();
}

}  // namespace nhs::intake
