#include "store/post_store.h"

#include <sys/resource.h>

#include <catch2/catch.hpp>
#include <csignal>
#include <fstream>

#include "store_fixture.h"

using namespace nhs;
using namespace nhs::test;
using store::ChangedText;
using store::Outcome;
using Outcomes = std::vector<Outcome>;

namespace {

struct Fixture {
  Scratch folder;
  std::filesystem::path file = folder / "posts.db";
  store::PostStore posts = open_store(file);
  store::Reader reader = open_reader(file);

  Outcomes put(std::vector<store::ClassifiedPost> batch, ChangedText changed = ChangedText::is_an_edit,
               const std::string& source = "mastodon.social") {
    store::Batch made = batch_of(std::move(batch), source);
    made.changed_text = changed;
    const Outcomes outcomes = save(posts, made).outcomes;
    CHECK(posts.rollups_hold() == true);
    return outcomes;
  }
  int withdraw(const store::PostKeys& keys) {
    store::Batch batch = batch_of({});
    batch.withdrawn = {keys};
    const int withdrawn = save(posts, batch).withdrawn;
    CHECK(posts.rollups_hold() == true);
    return withdrawn;
  }
  std::string text_of(std::int64_t ref) { return reader.post(ref).value().value().text; }
};

SourceState state_with(const std::string& cursor) {
  SourceState state;
  state.source = "mastodon.social";
  state.topic = "NHSvalues";
  state.cursor = cursor;
  return state;
}

}  // namespace

TEST_CASE("Saving the same posts again changes nothing", "[store]") {
  Fixture f;
  const std::vector<store::ClassifiedPost> batch = {MadePost{.id = 1}, MadePost{.id = 2, .url = 2}};
  CHECK(f.put(batch) == Outcomes{Outcome::added, Outcome::added});
  const std::string before = all_posts(f.reader)[0].text;
  CHECK(f.put(batch) == Outcomes{Outcome::unchanged, Outcome::unchanged});
  CHECK(f.put(batch, ChangedText::is_a_conflict) == Outcomes{Outcome::unchanged, Outcome::unchanged});
  CHECK(all_posts(f.reader).size() == 2);
  CHECK(all_posts(f.reader)[0].text == before);
}

TEST_CASE("A post by its permalink is the same post, by another way and on another network", "[store]") {
  Fixture f;
  CHECK(f.put({MadePost{.id = 1, .url = 7}}) == Outcomes{Outcome::added});
  CHECK(f.put({MadePost{.id = 2, .text = "The ward sister…", .url = 7}}, ChangedText::is_an_edit, "a feed") ==
        Outcomes{Outcome::unchanged});
  CHECK(f.put({MadePost{.id = 3, .text = "Read on…", .url = 7, .network = "feed"}}, ChangedText::is_an_edit,
              "a blog") == Outcomes{Outcome::unchanged});
  CHECK(f.reader.count({}) == 1);
  const auto first = f.reader.post(1).value().value();
  CHECK(first.text == "The ward sister sat with us all night");
  CHECK(first.sources == std::vector<std::string>{"a blog", "a feed", "mastodon.social"});
  CHECK(first.key == hash(1));
}

TEST_CASE("By its permalink a post is changed only by a newer edit, and keeps its identity", "[store]") {
  Fixture f;
  f.put({MadePost{.id = 1, .text = "first", .url = 7}});
  CHECK(f.put({MadePost{.id = 2, .text = "second", .edited_at = "2026-11-03T00:00:00Z", .url = 7}}) ==
        Outcomes{Outcome::updated});
  // A post's network is where it was found first, and its rollup is there.
  CHECK(f.put({MadePost{.id = 3,
                        .text = "third",
                        .edited_at = "2026-11-04T00:00:00Z",
                        .url = 7,
                        .author = 3,
                        .network = "feed"}}) == Outcomes{Outcome::updated});
  const auto post = f.reader.post(1).value().value();
  CHECK(post.text == "third");
  CHECK(post.network == "mastodon");
  CHECK(post.key == hash(1));
  CHECK(post.author_key == hash(2'000'001));
  CHECK(post.sealed == "sealed 1");
}

TEST_CASE("A post from an export is identified by the first view of it in clear, and stays so", "[store]") {
  Scratch folder;
  store::PostStore posts = open_store(folder / "posts.db");
  const store::Reader reader = open_reader(folder / "posts.db");
  const auto as_exported = [](const std::optional<std::string>& edited_at) {
    store::ClassifiedPost post = MadePost{.id = 1, .edited_at = edited_at};
    post.post.sealed.clear();
    post.post.sealed_local_id.clear();
    return post;
  };
  save(posts, batch_of({as_exported(std::nullopt)}, "import"));
  CHECK(all_posts(reader).at(0).sealed.empty());
  save(posts, batch_of({MadePost{.id = 1}}));
  CHECK(all_posts(reader).at(0).sealed == "sealed 1");
  save(posts, batch_of({as_exported("2026-11-03T09:30:00Z")}, "import"));
  CHECK(all_posts(reader).at(0).sealed == "sealed 1");
}

TEST_CASE("Two servers that show one undated text differently do not take turns", "[store]") {
  Fixture f;
  store::Batch here = batch_of({MadePost{.id = 1, .text = "first", .tags = {"NHSvalues"}}}, "one.example");
  store::Batch there = batch_of({MadePost{.id = 1, .text = "first ", .tags = {"NHSvalues", "NHS"}}}, "two");
  there.posts[0].post.language = "";
  CHECK(save(f.posts, here).outcomes == Outcomes{Outcome::added});
  for (int poll = 0; poll < 2; ++poll) {
    CHECK(save(f.posts, there).outcomes == Outcomes{Outcome::unchanged});
    CHECK(save(f.posts, here).outcomes == Outcomes{Outcome::unchanged});
  }
  CHECK(f.text_of(1) == "first");
  there.posts[0].post.edited_at = at("2026-11-03T00:00:00Z");
  CHECK(save(f.posts, there).outcomes == Outcomes{Outcome::updated});
  CHECK(save(f.posts, here).outcomes == Outcomes{Outcome::unchanged});
  CHECK(f.text_of(1) == "first ");
}

TEST_CASE("A feed's changed text is an edit, an import's is a conflict", "[store]") {
  Fixture f;
  f.put({MadePost{.id = 1, .text = "first"}});
  CHECK(f.put({MadePost{.id = 1, .text = "second"}}, ChangedText::is_a_conflict) ==
        Outcomes{Outcome::conflict});
  CHECK(f.text_of(1) == "first");
  CHECK(f.put({MadePost{.id = 1, .text = "second"}}) == Outcomes{Outcome::updated});
  CHECK(f.text_of(1) == "second");
  CHECK(f.put({MadePost{.id = 1, .text = "third", .edited_at = "2026-11-03T00:00:00Z"}},
              ChangedText::is_a_conflict) == Outcomes{Outcome::updated});
  CHECK(f.text_of(1) == "third");
}

TEST_CASE("An older view of an edited post does not bring its old text back", "[store]") {
  Fixture f;
  f.put({MadePost{.id = 1, .text = "edited", .edited_at = "2026-11-03T00:00:00Z"}});
  CHECK(f.put({MadePost{.id = 1, .text = "first"}}) == Outcomes{Outcome::unchanged});
  CHECK(f.put({MadePost{.id = 1, .text = "between", .edited_at = "2026-11-02T12:00:00Z"}}) ==
        Outcomes{Outcome::unchanged});
  CHECK(f.text_of(1) == "edited");
}

TEST_CASE("Tags in another order or case are the same tags, another tag is an edit", "[store]") {
  Fixture f;
  f.put({MadePost{.id = 1, .tags = {"NHSvalues", "TeamLeeds"}}});
  CHECK(f.put({MadePost{.id = 1, .tags = {"teamleeds", "nhsvalues"}}}) == Outcomes{Outcome::unchanged});
  CHECK(f.put({MadePost{.id = 1, .tags = {"nhsvalues", "Compassion"}}}) == Outcomes{Outcome::updated});
  CHECK(f.reader.post(1).value().value().tags == std::vector<std::string>{"nhsvalues", "Compassion"});
}

TEST_CASE("Two views of a post in one batch are taken one after the other", "[store]") {
  Fixture f;
  CHECK(f.put({MadePost{.id = 1, .text = "first"}, MadePost{.id = 1, .text = "first"},
               MadePost{.id = 1, .text = "second"}}) ==
        Outcomes{Outcome::added, Outcome::unchanged, Outcome::updated});
  CHECK(f.text_of(1) == "second");
}

TEST_CASE("A withdrawn post counts nowhere and has no text, until a feed shows it again", "[store]") {
  Fixture f;
  f.put({MadePost{.id = 1, .text = "first", .url = 7}, MadePost{.id = 2}});
  CHECK(f.withdraw({.key = hash(99), .url_key = hash(1'000'007), .network = "mastodon"}) == 1);
  CHECK(f.withdraw({.key = hash(1)}) == 0);
  CHECK(f.reader.count({}) == 1);
  const auto withdrawn = f.reader.post(1).value().value();
  CHECK(withdrawn.withdrawn_at == at("2026-11-20T12:00:00Z"));
  CHECK(withdrawn.text.empty());
  CHECK(withdrawn.tags.empty());
  CHECK(withdrawn.language.empty());
  CHECK(withdrawn.classification.values.empty());
  CHECK_FALSE(withdrawn.classification.sentiment);
  CHECK_FALSE(withdrawn.classification.kind);
  CHECK(withdrawn.classification.language.empty());
  CHECK(
      integer(f.file,
              "SELECT count(*) FROM post WHERE withdrawn_at IS NOT NULL AND (text_key <> 0 OR findings <> 0 "
              "OR coalesce(text, language, unclassified, sentiment, positive, neutral, negative, kind, "
              "kind_probability) IS NOT NULL)") == 0);

  CHECK(f.put({MadePost{.id = 1, .text = "first", .url = 7}}) == Outcomes{Outcome::updated});
  CHECK(f.reader.count({}) == 2);
  CHECK(f.text_of(1) == "first");
  CHECK_FALSE(f.reader.post(1).value().value().withdrawn_at);
  CHECK(f.reader.post(1).value().value().classification.sentiment);
}

TEST_CASE("A withdrawn post comes back by a newer edit only, never by an import", "[store]") {
  Fixture f;
  f.put({MadePost{.id = 1, .text = "tagged", .url = 7}});
  CHECK(f.withdraw({.key = hash(1), .edited_at = at("2026-11-03T00:00:00Z")}) == 1);
  const auto shown = [&](const char* edited_at, ChangedText changed, std::uint64_t id = 1) {
    MadePost post{.id = id, .text = "tagged again", .url = 7};
    if (edited_at != nullptr) post.edited_at = edited_at;
    return f.put({post}, changed).front();
  };
  CHECK(shown(nullptr, ChangedText::needs_newer_edit) == Outcome::unchanged);
  CHECK(shown("2026-11-03T00:00:00Z", ChangedText::needs_newer_edit) == Outcome::unchanged);
  CHECK(shown("2026-11-09T00:00:00Z", ChangedText::is_a_conflict) == Outcome::unchanged);
  // A feed that knows it by its permalink alone is another way that shows an older view.
  CHECK(shown(nullptr, ChangedText::is_an_edit, 2) == Outcome::unchanged);
  CHECK(f.reader.count({}) == 0);

  // Withdrawn by a still newer view, meanwhile.
  CHECK(f.withdraw({.key = hash(1), .edited_at = at("2026-11-05T00:00:00Z")}) == 0);
  CHECK(f.withdraw({.key = hash(1), .edited_at = at("2026-11-04T00:00:00Z")}) == 0);
  CHECK(shown("2026-11-05T00:00:00Z", ChangedText::needs_newer_edit) == Outcome::unchanged);
  CHECK(shown("2026-11-05T00:00:01Z", ChangedText::needs_newer_edit) == Outcome::updated);
  CHECK(f.reader.count({}) == 1);
  CHECK(f.text_of(1) == "tagged again");
}

TEST_CASE("By its permalink a post is withdrawn by its own network only", "[store]") {
  Fixture f;
  f.put({MadePost{.id = 1, .url = 7}});
  CHECK(f.withdraw({.key = hash(99), .url_key = hash(1'000'007), .network = "feed"}) == 0);
  CHECK(f.withdraw({.key = hash(99), .url_key = hash(1'000'007), .network = "no such network"}) == 0);
  CHECK(f.withdraw({.key = hash(99), .url_key = hash(1'000'007), .network = "mastodon"}) == 1);
  f.put({MadePost{.id = 2}});
  CHECK(f.withdraw({.key = hash(2), .network = "feed"}) == 1);
}

TEST_CASE("A date and an author that a post lacked are taken from a later view of the same text", "[store]") {
  const auto changed =
      GENERATE(ChangedText::needs_newer_edit, ChangedText::is_an_edit, ChangedText::is_a_conflict);
  Fixture f;
  f.put({MadePost{.id = 1, .created_at = std::nullopt, .author = std::nullopt, .model = "2026.11"}});
  store::ClassifiedPost dated = MadePost{.id = 1, .author = std::nullopt, .model = "2026.12"};
  dated.classification.sentiment->label = Sentiment::negative;
  CHECK(f.put({dated}, changed) == Outcomes{Outcome::updated});
  CHECK(f.put({dated}, changed) == Outcomes{Outcome::unchanged});
  CHECK(f.reader.status(at("2026-11-20T12:00:00Z")).value().undated == 0);
  CHECK(integer(f.file, "SELECT sum(posts) FROM rollup") == 1);
  CHECK(f.posts.newest_local_id_before("mastodon.social", at("2026-11-20T12:00:00Z")).value() == "local 1");

  CHECK(f.put({MadePost{.id = 1, .created_at = std::nullopt, .author = 3}}, changed) ==
        Outcomes{Outcome::updated});
  CHECK(f.put({MadePost{.id = 1, .created_at = "2026-11-05T09:30:00Z", .author = 4}}, changed) ==
        Outcomes{Outcome::unchanged});
  const auto post = f.reader.post(1).value().value();
  CHECK(post.created_at == at("2026-11-02T09:30:00Z"));
  CHECK(post.author_key == hash(2'000'003));
  CHECK(post.classification.model == "2026.11");
  CHECK(post.classification.sentiment->label == Sentiment::positive);
}

TEST_CASE("A date is taken from a view that differs in its tags alone, too, but not from another text",
          "[store]") {
  Fixture f;
  f.put({MadePost{.id = 1, .text = "first", .created_at = std::nullopt}});
  const auto shown = [&](const char* text) {
    return f.put({MadePost{.id = 1, .text = text, .tags = {"Other"}}}, ChangedText::needs_newer_edit).front();
  };
  CHECK(shown("second") == Outcome::unchanged);
  CHECK_FALSE(f.reader.post(1).value().value().created_at);
  CHECK(shown("first") == Outcome::updated);
  CHECK(f.reader.post(1).value().value().created_at);
  CHECK(f.reader.post(1).value().value().tags == std::vector<std::string>{"NHSvalues"});
}

TEST_CASE("A post that gets its date with an edit moves into its day", "[store]") {
  Fixture f;
  f.put({MadePost{.id = 1, .text = "first", .created_at = std::nullopt}});
  CHECK(f.reader.status(at("2026-11-20T12:00:00Z")).value().undated == 1);
  f.put({MadePost{.id = 1, .text = "second"}});
  CHECK(f.reader.status(at("2026-11-20T12:00:00Z")).value().undated == 0);
  CHECK(integer(f.file, "SELECT sum(posts) FROM rollup") == 1);
}

TEST_CASE("A source's state comes back as it was saved, whatever the topic's case", "[store]") {
  Fixture f;
  CHECK_FALSE(f.posts.source_state("mastodon.social", "NHSvalues").value());
  SourceState state = state_with(std::string("\0sealed\xff", 8));
  state.last_attempt_at = at("2026-11-20T10:00:00Z");
  state.last_success_at = at("2026-11-20T10:00:01Z");
  state.caught_up_at = at("2026-11-20T10:00:02Z");
  state.last_rescan_at = at("2026-11-20T10:00:03Z");
  state.next_poll_at = at("2026-11-20T10:00:04Z");
  state.asked_to_wait_until = at("2026-11-20T10:00:05Z");
  state.failures = 3;
  state.last_error = "no answer";
  state.failure = FailureClass::money;
  state.failing_since = at("2026-11-20T09:00:00Z");
  state.notice = "the key expires on 3 December";
  state.quiet_runs = 7;
  state.failures_alike = 2;
  state.reserved = 1'500'000;
  state.unread = TimeSpan{at("2026-11-19T00:00:00Z"), at("2026-11-20T00:00:00Z")};
  store::Batch batch = batch_of({});
  batch.state = state;
  save(f.posts, batch);
  const SourceState stored = f.posts.source_state("mastodon.social", "nhsVALUES").value().value();
  CHECK(stored.topic == "NHSvalues");
  CHECK(stored.cursor == state.cursor);
  CHECK(stored.last_attempt_at == state.last_attempt_at);
  CHECK(stored.last_success_at == state.last_success_at);
  CHECK(stored.caught_up_at == state.caught_up_at);
  CHECK(stored.last_rescan_at == state.last_rescan_at);
  CHECK(stored.next_poll_at == state.next_poll_at);
  CHECK(stored.asked_to_wait_until == state.asked_to_wait_until);
  CHECK(stored.failures == 3);
  CHECK(stored.last_error == "no answer");
  CHECK(stored.failure == FailureClass::money);
  CHECK(stored.failing_since == state.failing_since);
  CHECK(stored.notice == "the key expires on 3 December");
  CHECK(stored.quiet_runs == 7);
  CHECK(stored.failures_alike == 2);
  CHECK(stored.reserved == 1'500'000);
  REQUIRE(stored.unread);
  CHECK(stored.unread->from == at("2026-11-19T00:00:00Z"));
  CHECK(stored.unread->to == at("2026-11-20T00:00:00Z"));

  batch.state = state_with("fresh");
  save(f.posts, batch);
  const SourceState fresh = f.posts.source_state("mastodon.social", "NHSvalues").value().value();
  CHECK_FALSE(fresh.failure);
  CHECK_FALSE(fresh.failing_since);
  CHECK_FALSE(fresh.unread);
  CHECK(fresh.notice.empty());
}

TEST_CASE(
    "An author's wish not to be quoted holds at once, and is taken back by a newer view of the post only",
    "[store]") {
  Fixture f;
  const auto view = [](std::optional<bool> quotable, const char* edited_at = nullptr, std::uint64_t id = 1) {
    MadePost made{.id = id, .url = 7};
    if (edited_at != nullptr) made.edited_at = edited_at;
    store::ClassifiedPost post = made;
    post.post.quotable = quotable;
    return post;
  };
  const std::optional<bool> first_said = GENERATE(std::optional<bool>{}, std::optional{true});
  const auto quotable = [&] { return f.reader.post(1).value().value().quotable; };
  f.put({view(first_said, "2026-11-03T00:00:00Z")});
  CHECK(quotable());
  SECTION("an older view tells it") { CHECK(f.put({view(false)}) == Outcomes{Outcome::updated}); }
  SECTION("a feed that has the permalink tells it") {
    CHECK(f.put({view(false, nullptr, 2)}, ChangedText::is_an_edit, "a feed") == Outcomes{Outcome::updated});
  }
  SECTION("an import tells it") {
    CHECK(f.put({view(false)}, ChangedText::is_a_conflict, "import") == Outcomes{Outcome::updated});
  }
  CHECK_FALSE(quotable());
  CHECK(f.put({view(true)}) == Outcomes{Outcome::unchanged});
  // A server that does not know of the wish, or says nothing of it, takes nothing back.
  f.put({view(std::nullopt, "2026-11-03T12:00:00Z")});
  CHECK_FALSE(quotable());
  CHECK(f.put({view(true, "2026-11-03T00:00:00Z")}) == Outcomes{Outcome::unchanged});
  f.put({view(true, "2026-11-04T00:00:00Z", 2)}, ChangedText::needs_newer_edit);
  CHECK_FALSE(quotable());
  f.put({view(true, "2026-11-05T00:00:00Z")}, ChangedText::is_a_conflict);
  CHECK_FALSE(quotable());
  CHECK(f.put({view(true, "2026-11-06T00:00:00Z")}, ChangedText::needs_newer_edit) ==
        Outcomes{Outcome::updated});
  CHECK(quotable());
  // It counts all the time.
  CHECK(f.reader.count({}) == 1);
}

TEST_CASE("The newest local id before a moment is the source's own", "[store]") {
  Fixture f;
  f.put({MadePost{.id = 1, .created_at = "2026-11-01T00:00:00Z"},
         MadePost{.id = 2, .created_at = "2026-11-03T00:00:00Z"},
         MadePost{.id = 3, .created_at = "2026-11-02T00:00:00Z"},
         MadePost{.id = 4, .created_at = std::nullopt}});
  f.put({MadePost{.id = 5, .created_at = "2026-11-02T12:00:00Z"}}, ChangedText::is_an_edit, "another");
  const auto before = [&](const char* moment) {
    return f.posts.newest_local_id_before("mastodon.social", at(moment)).value();
  };
  CHECK(before("2026-11-04T00:00:00Z") == "local 2");
  CHECK(before("2026-11-03T00:00:00Z") == "local 3");
  CHECK_FALSE(before("2026-11-01T00:00:00Z"));
  CHECK_FALSE(f.posts.newest_local_id_before("unknown", at("2026-11-04T00:00:00Z")).value());
}

TEST_CASE("When a batch fails, its posts, state and gap are all as before, and the next batch goes through",
          "[store]") {
  Fixture f;
  store::Batch batch = batch_of({MadePost{.id = 1}});
  batch.state = state_with("one");
  save(f.posts, batch);

  execute(f.file, "CREATE TRIGGER refuse BEFORE INSERT ON gap BEGIN SELECT RAISE(ABORT, 'refused'); END");
  batch = batch_of(
      {MadePost{.id = 2, .network = "new", .tags = {"new"}}, MadePost{.id = 1, .text = "edited"}}, "new");
  batch.changed_text = ChangedText::is_an_edit;
  batch.state = state_with("two");
  batch.gap = Gap{"mastodon.social", at("2026-11-01T00:00:00Z"), at("2026-11-02T00:00:00Z"), "stopped"};
  const auto failed = f.posts.save(batch);
  REQUIRE_FALSE(failed);
  CHECK(failed.error().message.find("nothing of this batch was stored") != std::string::npos);
  CHECK(f.reader.count({}) == 1);
  CHECK(f.text_of(1) == "The ward sister sat with us all night");
  CHECK(f.posts.source_state("mastodon.social", "NHSvalues").value()->cursor == "one");
  CHECK(f.posts.rollups_hold() == true);

  execute(f.file, "DROP TRIGGER refuse");
  CHECK(save(f.posts, batch).outcomes == Outcomes{Outcome::added, Outcome::updated});
  CHECK(f.posts.source_state("mastodon.social", "NHSvalues").value()->cursor == "two");
  CHECK(f.reader.post(2).value().value().network == "new");
  CHECK(f.posts.rollups_hold() == true);
}

TEST_CASE("A disk that takes no more gives an I/O error in words, and the store goes on when it does again",
          "[store]") {
  Fixture f;
  save(f.posts, batch_of({MadePost{.id = 1}}));
  std::vector<store::ClassifiedPost> many;
  for (std::uint64_t id = 2; id < 400; ++id)
    many.push_back(MadePost{.id = id, .text = std::string(5000, 'x')});

  // Bigger files than this are refused, as by a full disk.
  struct rlimit before {};
  REQUIRE(getrlimit(RLIMIT_FSIZE, &before) == 0);
  const auto old_handler = std::signal(SIGXFSZ, SIG_IGN);
  struct rlimit tight = before;
  tight.rlim_cur = std::filesystem::file_size(f.file.string() + "-wal") + 100'000;
  REQUIRE(setrlimit(RLIMIT_FSIZE, &tight) == 0);
  const auto failed = f.posts.save(batch_of(many));
  REQUIRE(setrlimit(RLIMIT_FSIZE, &before) == 0);
  std::signal(SIGXFSZ, old_handler);

  REQUIRE_FALSE(failed);
  CHECK(failed.error().status == ExitStatus::io);
  CHECK(failed.error().message.find("disk") != std::string::npos);
  CHECK(f.reader.count({}) == 1);
  CHECK(save(f.posts, batch_of(many)).outcomes.size() == many.size());
  CHECK(f.reader.count({}) == 399);
  CHECK(f.posts.rollups_hold() == true);
}

TEST_CASE("A damaged database is said to be damaged, not guessed at", "[store]") {
  Scratch folder;
  const std::filesystem::path file = folder / "posts.db";
  std::vector<store::ClassifiedPost> many;
  for (std::uint64_t id = 1; id < 400; ++id) many.push_back(MadePost{.id = id, .url = id});
  {
    store::PostStore posts = open_store(file);
    save(posts, batch_of(many));
  }
  {
    std::fstream bytes(file, std::ios::in | std::ios::out | std::ios::binary);
    // The end of the file: behind what is read on opening.
    const auto size = static_cast<std::streamoff>(std::filesystem::file_size(file));
    bytes.seekp(size * 3 / 4);
    for (std::streamoff i = size * 3 / 4; i < size; ++i) bytes.put('\x5a');
  }
  store::PostStore posts = open_store(file);
  for (store::ClassifiedPost& post : many) post.post.text += " edited";
  const auto failed = posts.save(batch_of(many));
  REQUIRE_FALSE(failed);
  CHECK(failed.error().status == ExitStatus::io);
  CHECK(failed.error().message.find("damaged") != std::string::npos);
}
