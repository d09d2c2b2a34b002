// nhsvalues-demo-network: three Mastodon servers, Bluesky and a trust's news feed on loopback, for the demo.

#include <fmt/format.h>
#include <poll.h>
#include <sys/signalfd.h>
#include <sys/stat.h>
#include <unistd.h>

#include <CLI/CLI.hpp>
#include <array>
#include <cerrno>
#include <chrono>
#include <csignal>
#include <cstdio>
#include <fstream>
#include <system_error>

#include "core/text.h"
#include "tests/support/bluesky_server.h"
#include "tests/support/demo_program.h"
#include "tests/support/federation.h"
#include "tests/support/feed_server.h"
#include "tests/support/labelled_posts.h"
#include "tests/support/mastodon_server.h"

namespace {

using namespace nhs;
using namespace nhs::test;

constexpr std::size_t kNewsItems = 40;

struct Options {
  std::string posts;
  std::string port_file;
  std::string until = format_utc(SystemClock().now());
  std::string max_runtime = "10m";
};

struct Network {
  MastodonServer leeds{{.domain = "leeds.example"}};
  MastodonServer northern{{.domain = "northern.example"}};
  MastodonServer health{{.domain = "health.example"}};
  BlueskyServer bluesky;
  FeedServer news{{.newest = kNewsItems}};
};

/// The posts of the trust, taken out of the others: every 40th piece of news.
std::vector<LabelledPost> take_news(std::vector<LabelledPost>& posts) {
  std::vector<LabelledPost> news;
  std::vector<LabelledPost> others;
  std::size_t seen = 0;
  for (LabelledPost& post : posts) {
    const bool taken = post.kind == "news" && seen++ % 40 == 0 && news.size() < kNewsItems;
    (taken ? news : others).push_back(std::move(post));
  }
  posts = std::move(others);
  return news;
}

/// Every fifth post, taken out of the others: so many are on Bluesky.
std::vector<LabelledPost> take_fifth(std::vector<LabelledPost>& posts) {
  std::vector<LabelledPost> fifth;
  std::vector<LabelledPost> others;
  for (std::size_t i = 0; i < posts.size(); ++i) (i % 5 == 0 ? fifth : others).push_back(std::move(posts[i]));
  posts = std::move(others);
  return fifth;
}

/// Search shows them at once, whenever they were written.
void publish_on_bluesky(BlueskyServer& bluesky, const std::vector<TestPost>& posts) {
  for (const TestPost& post : posts) {
    BlueskyPost sky;
    sky.text = post.text;
    sky.created_at = post.created_at;
    sky.indexed_at = sky.found_at = post.created_at;
    sky.author = fmt::format("{}.bsky.example", post.author.substr(0, post.author.find('@')));
    bluesky.publish(sky);
  }
}

/// A news item with its first sentence for a title, where there is more than one.
FeedItem news_item(const LabelledPost& post, UtcTime published) {
  FeedItem item;
  item.guid = "trust-news-" + post.id;
  item.url = "https://trust.example/news/" + post.id;
  item.published = published;
  item.categories = hashtags_in(post.text);
  const std::size_t end = post.text.find(". ");
  if (end != std::string::npos) item.title = post.text.substr(0, end + 1);
  item.text = end != std::string::npos ? post.text.substr(end + 2) : post.text;
  return item;
}

void fill(Network& network, std::vector<LabelledPost> posts, UtcTime until) {
  tag_all(posts);
  const std::vector<LabelledPost> news = take_news(posts);
  const std::vector<TestPost> dated_news = spread_over_weeks(news, until);
  for (std::size_t i = 0; i < news.size(); ++i)
    network.news.publish(news_item(news[i], dated_news[i].created_at));
  publish_on_bluesky(network.bluesky, spread_over_weeks(take_fifth(posts), until));
  const std::vector<MastodonServer*> servers = {&network.leeds, &network.northern, &network.health};
  federate(spread_over_weeks(posts, until), servers);
  // What mastodon.social and its like allow an address.
  for (MastodonServer* server : servers) server->rate_limit(300, std::chrono::minutes(5));
}

std::string account_of(BlueskyServer& bluesky) {
  std::string account;
  bluesky.with([&](BlueskyApi& api) { account = api.sessions.account; });
  return account;
}

/// password: the file that holds the app password.
std::string source_blocks(Network& network, const std::filesystem::path& password) {
  const auto block = [](const std::string& name, const std::string& kind, const std::string& url) {
    return fmt::format("[[source]]\nname  = \"{}\"\nkind  = \"{}\"\nurl   = \"{}\"\nevery = \"1m\"\n\n", name,
                       kind, url);
  };
  return block(network.leeds.domain(), "mastodon", network.leeds.url()) +
         block(network.northern.domain(), "mastodon", network.northern.url()) +
         block(network.health.domain(), "mastodon", network.health.url()) +
         block("trust-news", "feed", network.news.url()) +
         block("bluesky", "bluesky", network.bluesky.url()) +
         fmt::format("account    = \"{}\"\ncredential = \"{}\"\n", account_of(network.bluesky),
                     std::filesystem::absolute(password).string());
}

/// Whoever waits for the file finds it whole, and is its owner.
Result<void> write_whole(const std::filesystem::path& file, const std::string& text) {
  const std::filesystem::path part = file.string() + ".part";
  umask(077);
  std::ofstream out(part);
  out << text;
  out.close();
  std::error_code problem;
  if (out) std::filesystem::rename(part, file, problem);
  if (!out || problem)
    return fail(ExitStatus::cannot_create,
                fmt::format("{}: cannot be written; choose another --port-file", file.string()));
  return {};
}

/// SIGTERM and SIGINT as a file descriptor. Called before there are threads, which inherit that they do not
/// die of it.
int stop_signals() {
  sigset_t signals;
  sigemptyset(&signals);
  sigaddset(&signals, SIGTERM);
  sigaddset(&signals, SIGINT);
  pthread_sigmask(SIG_BLOCK, &signals, nullptr);
  return signalfd(-1, &signals, SFD_CLOEXEC);
}

/// Until a signal, the end of stdin or the end of the time, so that no demo leaves servers behind.
void wait_for_end(int signals, std::chrono::seconds max_runtime) {
  const auto end = std::chrono::steady_clock::now() + max_runtime;
  std::array<pollfd, 2> watched = {{{signals, POLLIN, 0}, {STDIN_FILENO, POLLIN, 0}}};
  for (;;) {
    const auto left =
        std::chrono::ceil<std::chrono::milliseconds>(end - std::chrono::steady_clock::now()).count();
    if (left <= 0) return;
    constexpr long long longest = 60'000;
    const int ready =
        poll(watched.data(), watched.size(), static_cast<int>(std::min<long long>(left, longest)));
    if (ready < 0 && errno != EINTR) return;
    if (ready <= 0) continue;
    if (watched[0].revents != 0) return;
    std::array<char, 256> unread{};
    if (watched[1].revents != 0 && read(STDIN_FILENO, unread.data(), unread.size()) <= 0) return;
  }
}

Result<void> run(const Options& options) {
  const auto until = parse_rfc3339(options.until);
  if (!until) return fail(ExitStatus::usage, "--until: must be a moment such as 2026-11-22T12:00:00Z");
  const auto max_runtime = parse_duration(options.max_runtime);
  if (!max_runtime) return fail(ExitStatus::usage, "--max-runtime: must be a duration such as 10m");
  auto posts = read_labelled_posts(options.posts);
  if (!posts) return tl::unexpected(posts.error());

  const int signals = stop_signals();
  Network network;
  const std::size_t count = posts->size();
  fill(network, std::move(*posts), *until);
  const std::filesystem::path password = options.port_file + ".password";
  std::string secret;
  network.bluesky.with([&](BlueskyApi& api) { secret = api.sessions.password; });
  for (const auto& written : {write_whole(password, secret + "\n"),
                              write_whole(options.port_file, source_blocks(network, password))})
    if (!written) return written;
  fmt::print(
      "The demo's network is ready: {} posts on three servers, Bluesky and a news feed, described in {}\n",
      count, options.port_file);
  std::fflush(stdout);
  wait_for_end(signals, *max_runtime);
  return {};
}

}  // namespace

int main(int argc, char** argv) {
  Options options;
  CLI::App app{
      "Three Mastodon servers, Bluesky and a trust's news feed on loopback, filled with invented posts. Ends on "
      "SIGTERM, when stdin closes, or when its time is over.",
      "nhsvalues-demo-network"};
  app.add_option("--posts", options.posts, "labelled TSV to take the posts from")->required();
  app.add_option("--port-file", options.port_file, "where to write the [[source]] blocks of the servers")
      ->required();
  app.add_option("--until", options.until, "posts are spread over the twelve weeks before; now unless given");
  app.add_option("--max-runtime", options.max_runtime, "ends after this; 10m unless given");
  return run_demo(app, argc, argv, [&] { return run(options); });
}
