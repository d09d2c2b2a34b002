// nhsvalues-demo-database: a year and more of the demo's posts in a database, as nhsvaluesd would have
// collected them, for the sample reports. The same posts, key and time give the same reports, to the byte.

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <array>

#include "core/text.h"
#include "intake/intake.h"
#include "privacy/key.h"
#include "store/post_store.h"
#include "tests/support/demo_program.h"
#include "tests/support/labelled_posts.h"

namespace {

using namespace nhs;
using namespace nhs::test;
using namespace std::chrono_literals;

/// From 1 October 2025, where it ends on 23 November 2026: the public's months have a year before them.
constexpr std::chrono::days kCollected{418};
constexpr std::chrono::days kWeek{7};
/// What was asked by the hour shows in reports on this time alone; earlier a day is one batch, which is
/// quicker.
constexpr std::chrono::days kByHour{8 * 7};
/// In the last week so many posts more say that dignity fell short: there is something to report.
constexpr std::size_t kOfBadWeek = 32;
constexpr std::string_view kFellShort = "respect_and_dignity:breached";

struct Options {
  std::string posts;
  std::string database;
  std::string key;
  std::string until;
};

struct Source {
  const char* name;
  const char* network;
};
constexpr std::array<Source, 4> kSources = {{{"leeds.example", "mastodon"},
                                             {"northern.example", "mastodon"},
                                             {"bluesky.example", "bluesky"},
                                             {"trust-news", "feed"}}};

/// One server of two was away for two days.
constexpr std::size_t kAway = 1;
constexpr std::chrono::days kAwaySince{14 * 7 + 4};
constexpr std::chrono::days kAwayFor{2};

/// A post and which source shows it.
struct Written {
  TestPost post;
  std::size_t source;
};

/// Where the n-th post is to be read: every eighth piece of news in the trust's feed, of the rest every fifth
/// post on Bluesky.
std::size_t source_of(const LabelledPost& post, std::size_t n) {
  if (post.kind == "news" && n % 8 == 1) return 3;
  return n % 5 == 0 ? 2 : n % 2;
}

std::vector<Written> written_in(const std::vector<LabelledPost>& posts, UtcTime until,
                                std::chrono::seconds span) {
  std::vector<Written> written;
  std::vector<TestPost> spread = spread_over_weeks(posts, until, span);
  for (std::size_t i = 0; i < posts.size(); ++i)
    written.push_back({std::move(spread[i]), source_of(posts[i], i)});
  return written;
}

/// All of them, oldest first.
std::vector<Written> year_of(std::vector<LabelledPost> posts, UtcTime until) {
  tag_all(posts);
  std::vector<LabelledPost> bad_week;
  std::vector<LabelledPost> usual;
  for (LabelledPost& post : posts) {
    const bool taken = bad_week.size() < kOfBadWeek && post.kind == "experience" &&
                       post.values.find(kFellShort) != std::string::npos;
    (taken ? bad_week : usual).push_back(std::move(post));
  }
  std::vector<Written> all = written_in(usual, until, kCollected);
  for (Written& post : written_in(bad_week, until, kWeek)) all.push_back(std::move(post));
  std::stable_sort(all.begin(), all.end(), [](const Written& one, const Written& other) {
    return one.post.created_at < other.post.created_at;
  });
  return all;
}

Post as_shown(const Written& written, std::size_t number) {
  const Source& source = kSources[written.source];
  const std::string& author = written.post.author;
  Post post;
  post.network = source.network;
  post.id = post.url = fmt::format("https://{}/@{}/{}", source.name, author, number);
  if (post.network != "feed") post.author = fmt::format("@{}@{}", author, source.name);
  post.text = written.post.text;
  post.created_at = written.post.created_at;
  post.language = written.post.language;
  post.tags = hashtags_in(post.text);
  return post;
}

/// Asks every source every five minutes.
class Collecting {
 public:
  Collecting(store::PostStore& store, const intake::Intake& intake, UtcTime until)
      : store_(store), intake_(intake), until_(until) {}

  Result<void> collect(const std::vector<Written>& posts) {
    auto next = posts.begin();
    for (UtcTime from = until_ - kCollected; from < until_;) {
      const UtcTime to = from + (from < until_ - kByHour ? 24h : 1h);
      std::array<std::vector<store::ClassifiedPost>, kSources.size()> shown;
      for (; next != posts.end() && next->post.created_at < to; ++next)
        shown[next->source].push_back(
            intake_.take_in(as_shown(*next, static_cast<std::size_t>(next - posts.begin()))));
      for (std::size_t i = 0; i < kSources.size(); ++i)
        if (auto saved = save(i, {from, to}, std::move(shown[i])); !saved) return saved;
      from = to;
    }
    return {};
  }

 private:
  bool is_away(std::size_t source, UtcTime time) const {
    return source == kAway && time >= until_ - kAwaySince && time < until_ - kAwaySince + kAwayFor;
  }

  Result<void> save(std::size_t source, TimeSpan time, std::vector<store::ClassifiedPost> posts) {
    store::Batch batch;
    batch.source = kSources[source].name;
    batch.now = time.to - 1min;
    batch.fetches.asked = (time.to - time.from) / 5min;
    if (is_away(source, time.from)) {
      batch.fetches.failed = batch.fetches.asked;
      batch.gap = Gap{batch.source, time.from, time.to, "the server did not answer"};
    } else {
      batch.fetches.answered = batch.fetches.asked;
      batch.posts = std::move(posts);
    }
    if (time.to == until_) {
      batch.state.emplace();
      batch.state->source = batch.source;
      batch.state->topic = "NHSvalues";
      batch.state->last_attempt_at = batch.state->last_success_at = batch.state->caught_up_at = until_;
    }
    auto saved = store_.save(batch);
    if (!saved) return tl::unexpected(saved.error());
    return {};
  }

  store::PostStore& store_;
  const intake::Intake& intake_;
  UtcTime until_;
};

Result<void> run(const Options& options) {
  const auto until = parse_rfc3339(options.until);
  if (!until) return fail(ExitStatus::usage, "--until: must be a moment such as 2026-11-23T00:00:00Z");
  auto posts = read_labelled_posts(options.posts);
  if (!posts) return tl::unexpected(posts.error());
  auto key = privacy::Key::read(options.key);
  if (!key) return tl::unexpected(key.error());
  const auto model = classifier::find_model();
  if (!model) return tl::unexpected(model.error());
  auto judge = classifier::load_model(*model);
  if (!judge) return tl::unexpected(judge.error());
  const auto zone = TimeZone::named("Europe/London");
  if (!zone) return tl::unexpected(zone.error());

  auto store = store::PostStore::open(options.database, key->fingerprint(), *zone);
  if (!store) return tl::unexpected(store.error());
  const intake::Intake intake{privacy::Pseudonymiser{*std::move(key)}, *std::move(judge)};
  // Those built in, so that no post is quoted that raises a concern.
  const auto held =
      store->apply_concern_rules(intake::Intake::concern_rules({}, 90 * 24h), *until - kCollected);
  if (!held) return tl::unexpected(held.error());
  return Collecting{*store, intake, *until}.collect(year_of(*std::move(posts), *until));
}

}  // namespace

int main(int argc, char** argv) {
  Options options;
  CLI::App app{"Writes the database that the sample reports are made from.", "nhsvalues-demo-database"};
  app.add_option("--posts", options.posts, "labelled TSV to take the posts from")->required();
  app.add_option("--db", options.database, "the database to write, new")->required();
  app.add_option("--key", options.key, "the file with its key")->required();
  app.add_option("--until", options.until, "a midnight; posts are spread over the 418 days before")
      ->required();
  return run_demo(app, argc, argv, [&] { return run(options); });
}
