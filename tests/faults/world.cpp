#include "tests/faults/world.h"

#include <fmt/format.h>

#include <array>
#include <fstream>

#include "core/time.h"
#include "tests/support/times.h"

namespace nhs::test {
namespace {

using namespace std::chrono_literals;

constexpr ChaosRates kTrouble{.throttled = 0.02,
                              .dropped = 0.08,
                              .cut = 0.08,
                              .server_error = 0.05,
                              .challenged = 0.03,
                              .delayed = 0.2,
                              .longest_delay = 40ms};

constexpr std::array kSaid{
    "The night nurse sat with Mum until she slept.",     "Nobody told us why the clinic was cancelled again.",
    "Our new trust board met today in Leeds.",           "Thank you to the porter who found us a chair.",
    "He waited nine hours on a trolley in a corridor.",  "We pledge to listen to every family on the ward.",
    "An interpreter was there before we asked for one.", "They spoke over her head as if she was not there.",
};

/// Edits and deletions befall what is new, where collectors look again.
constexpr std::size_t kRecent = 150;

}  // namespace

World::World(const WorldSize& size) : random_(size.seed), every_(size.every), chaos_(size.seed, kTrouble) {
  const auto around = [this](HttpServer::Handler handler) { return with_trouble(std::move(handler)); };
  for (std::size_t i = 0; i < size.mastodon; ++i)
    mastodon_.push_back(std::make_unique<MastodonServer>(
        MastodonOptions{.domain = fmt::format("social{}.example", i), .around = around}));
  // Nothing falls out of a feed that is not read for a week.
  for (std::size_t i = 0; i < size.feeds; ++i)
    feeds_.push_back(std::make_unique<FeedServer>(FeedOptions{.newest = 100'000, .around = around}));
  for (std::size_t i = 0; i < size.bluesky; ++i)
    bluesky_.push_back(std::make_unique<BlueskyServer>(BlueskyServerOptions{.around = around}));
  fill(size.posts_each);
}

HttpServer::Handler World::with_trouble(HttpServer::Handler handler) const {
  return [this, plain = handler, chaotic = chaos_.around(handler)](const SeenRequest& request) {
    if (out_) {
      Reply nothing;
      nothing.drop = true;
      return nothing;
    }
    return troubled_ ? chaotic(request) : plain(request);
  };
}

std::string World::text_of(std::size_t number, int version) const {
  return fmt::format("{} #NHSvalues (cup {}, pot {})", kSaid[number % kSaid.size()], number, version);
}

/// Half of it older than the day within which a collector looks again.
void World::fill(std::size_t posts_each) {
  const auto minutes_before_now = [&](std::size_t i) {
    const auto minutes = std::chrono::minutes{posts_each - i};
    return now() - minutes - (i < posts_each / 2 ? 26h : 1h);
  };
  for (std::size_t i = 0; i < posts_each; ++i) {
    for (std::size_t server = 0; server < mastodon_.size(); ++server)
      publish_status(server, minutes_before_now(i));
    for (std::size_t feed = 0; feed < feeds_.size() && i < 20; ++feed)
      publish_item(feed, minutes_before_now(i));
    for (std::size_t server = 0; server < bluesky_.size(); ++server)
      publish_on_bluesky(server, minutes_before_now(i));
  }
}

void World::publish_status(std::size_t server, UtcTime at) {
  TestPost post{.text = text_of(posts_.size(), 0),
                .created_at = at,
                .author = fmt::format("person{}@far{}.example", chance(40), chance(3))};
  const Published names = mastodon_[server]->publish(post);
  Written written{Network::mastodon, names.uri, post.author, {server}, 0, false, now(), at};
  if (mastodon_.size() > 1 && chance(3) == 0) {
    post.uri = names.uri;
    post.url = names.url;
    const std::size_t other = (server + 1 + chance(mastodon_.size() - 1)) % mastodon_.size();
    mastodon_[other]->publish(post);
    written.servers.push_back(other);
  }
  posts_.push_back(std::move(written));
}

void World::publish_item(std::size_t feed, UtcTime at) {
  FeedItem item;
  item.guid = fmt::format("item-{}", posts_.size());
  item.url = fmt::format("https://trust{}.example/news/{}", feed, posts_.size());
  item.text = text_of(posts_.size(), 0);
  item.published = at;
  item.categories = {"NHSvalues"};
  feeds_[feed]->publish(item);
  posts_.push_back({Network::feed, item.guid, "-", {feed}, 0, false, now(), at});
}

void World::publish_on_bluesky(std::size_t server, UtcTime at) {
  BlueskyPost post;
  post.text = text_of(posts_.size(), 0);
  post.created_at = at;
  post.indexed_at = post.found_at = at;
  post.author = fmt::format("person{}.bsky.example", chance(40));
  const std::string uri = bluesky_[server]->publish(post);
  posts_.push_back({Network::bluesky, uri, post.author, {server}, 0, false, now(), at});
}

void World::publish() {
  const std::size_t server = chance(mastodon_.size() + feeds_.size() + bluesky_.size());
  if (server < mastodon_.size())
    publish_status(server, now());
  else if (server < mastodon_.size() + feeds_.size())
    publish_item(server - mastodon_.size(), now());
  else
    publish_on_bluesky(server - mastodon_.size() - feeds_.size(), now());
}

void World::publish_everywhere() {
  for (std::size_t i = 0; i < mastodon_.size(); ++i) publish_status(i, now());
  for (std::size_t i = 0; i < feeds_.size(); ++i) publish_item(i, now());
  for (std::size_t i = 0; i < bluesky_.size(); ++i) publish_on_bluesky(i, now());
}

/// editable: only Mastodon says when a post was edited. A collector takes an edit up within a day of the
/// post's writing, later only when it asks for the post again (docs/limitations.md): so it has half a day and
/// more.
World::Written* World::recent(bool editable) {
  for (int tries = 0; tries < 20; ++tries) {
    Written& found = posts_[posts_.size() - 1 - chance(std::min(posts_.size(), kRecent))];
    if (found.gone || found.network == Network::feed) continue;
    if (!editable || (found.network == Network::mastodon && now() - found.at < 12h)) return &found;
  }
  return nullptr;
}

void World::edit() {
  Written* const post = recent(true);
  if (post == nullptr) return;
  // Times of edits are told to the second: of two within one the second would be no newer.
  if (post->touched >= now()) return;
  ++post->version;
  post->touched = now();
  const auto number = static_cast<std::size_t>(post - posts_.data());
  for (const std::size_t server : post->servers)
    mastodon_[server]->edit(post->uri, text_of(number, post->version), post->touched);
}

void World::remove() {
  Written* const post = recent(false);
  if (post == nullptr) return;
  post->gone = true;
  post->touched = now();
  for (const std::size_t server : post->servers) {
    if (post->network == Network::mastodon)
      mastodon_[server]->remove(post->uri);
    else
      bluesky_[server]->remove(post->uri);
  }
}

void World::happen(int events) {
  for (int i = 0; i < events; ++i) {
    const std::size_t what = chance(100);
    if (what < 65)
      publish();
    else if (what < 75 && !mastodon_.empty())
      // Comes late, where the server has shown newer ones since.
      publish_status(chance(mastodon_.size()), now() - 3h - std::chrono::minutes{chance(600)});
    else if (what < 90)
      edit();
    else
      remove();
  }
}

std::string World::sources(const std::filesystem::path& folder) const {
  std::string blocks;
  const auto block = [&](const std::string& kind, std::size_t i, const std::string& url) {
    blocks += fmt::format("[[source]]\nname = \"{0}{1}\"\nkind = \"{0}\"\nurl = \"{2}\"\nevery = \"{3}\"\n",
                          kind, i, url, every_);
  };
  for (std::size_t i = 0; i < mastodon_.size(); ++i) block("mastodon", i, mastodon_[i]->url());
  for (std::size_t i = 0; i < feeds_.size(); ++i) block("feed", i, feeds_[i]->url());
  for (std::size_t i = 0; i < bluesky_.size(); ++i) {
    const std::filesystem::path password = folder / fmt::format("bluesky{}.password", i);
    bluesky_[i]->with([&](BlueskyApi& api) {
      std::ofstream{password} << api.sessions.password << '\n';
      block("bluesky", i, bluesky_[i]->url());
      blocks +=
          fmt::format("account = \"{}\"\ncredential = \"{}\"\n", api.sessions.account, password.string());
    });
    std::filesystem::permissions(password, std::filesystem::perms{0600});
  }
  return blocks;
}

std::string World::ledger() const {
  std::string lines;
  for (std::size_t i = 0; i < posts_.size(); ++i)
    lines += fmt::format("{} {} {} {} {}\n", i, posts_[i].gone ? "gone" : "there", posts_[i].version,
                         posts_[i].touched.time_since_epoch().count(), posts_[i].author);
  return lines;
}

}  // namespace nhs::test
