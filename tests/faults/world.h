#pragma once

#include <atomic>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <random>
#include <string>
#include <vector>

#include "tests/support/bluesky_server.h"
#include "tests/support/chaos.h"
#include "tests/support/feed_server.h"
#include "tests/support/mastodon_server.h"

namespace nhs::test {

/// How many servers there are, and how much stands on them when they are first asked.
struct WorldSize {
  std::size_t mastodon = 3;
  std::size_t feeds = 1;
  std::size_t bluesky = 1;
  std::size_t posts_each = 200;
  std::uint64_t seed = 1;
  /// How often a source is asked, as the configuration says it.
  std::string every = "1s";
};

/// Networks on loopback on which people post, edit and delete by chance, and the truth of what stands there.
///
/// Every post's text ends in `(cup N, pot V)`: N is the post's own number, alike on all servers that show it,
/// and V counts its edits. A collector is right when it holds each number once, with the last V.
class World {
 public:
  explicit World(const WorldSize& size);

  /// The `[[source]]` blocks. folder: for the password that Bluesky's names.
  std::string sources(const std::filesystem::path& folder) const;

  /// So many events: mostly new posts, of which some reach a server late and some stand on several.
  void happen(int events);
  /// Writes nothing but new posts: one on every server.
  void publish_everywhere();

  /// Servers that throttle, break off and delay, or do not.
  void trouble(bool on) { troubled_ = on; }
  /// Servers that close every connection without a word.
  void outage(bool on) { out_ = on; }

  /// A line a post: its number, `there` or `gone`, how often it was edited, when it was last touched (Unix),
  /// and who wrote it; `-` for a feed's.
  std::string ledger() const;

 private:
  enum class Network : std::uint8_t { mastodon, feed, bluesky };
  struct Written {
    Network network = Network::mastodon;
    std::string uri;
    std::string author;
    std::vector<std::size_t> servers;
    int version = 0;
    bool gone = false;
    UtcTime touched{};
    UtcTime at{};  ///< when it was written, as its network says
  };

  HttpServer::Handler with_trouble(HttpServer::Handler handler) const;
  std::size_t chance(std::size_t below) { return static_cast<std::size_t>(random_() % below); }
  std::string text_of(std::size_t number, int version) const;
  void fill(std::size_t posts_each);
  void publish();
  void publish_status(std::size_t server, UtcTime at);
  void publish_item(std::size_t feed, UtcTime at);
  void publish_on_bluesky(std::size_t server, UtcTime at);
  void edit();
  void remove();
  Written* recent(bool editable);

  std::mt19937_64 random_;
  std::string every_;
  std::atomic<bool> troubled_{false};
  std::atomic<bool> out_{false};
  Chaos chaos_;
  std::vector<Written> posts_;
  std::vector<std::unique_ptr<MastodonServer>> mastodon_;
  std::vector<std::unique_ptr<FeedServer>> feeds_;
  std::vector<std::unique_ptr<BlueskyServer>> bluesky_;
};

}  // namespace nhs::test
