#include "cli/source_trial.h"

#include <fmt/format.h>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <exception>
#include <fstream>
#include <iterator>

#include "collector/watched_sources.h"
#include "config/source_kinds.h"
#include "net/curl_client.h"
#include "privacy/mask.h"

namespace nhs::cli {
namespace {

namespace asio = boost::asio;

/// Signing in, finding out what a server allows, a page.
constexpr int kMostQuestions = 6;

constexpr const char* kHidden = "[hidden]";

/// A saved answer is a page; nobody's page is larger.
constexpr std::size_t kMaxBodyBytes = 10 * 1024 * 1024;

report::SourceTrial blank(const TriedSource& tried) {
  report::SourceTrial trial;
  trial.source = tried.configured.name;
  trial.kind = std::string{config::id_of_kind(tried.configured.kind)};
  return trial;
}

collector::Topic first_topic(const TriedSource& tried) {
  return collector::topics_of(tried.configured, tried.config, tried.made.asks_by_tag).front();
}

/// Adds a page to what came before it; a later page without a notice does not take one back.
void add_page(report::SourceTrial& trial, collector::PageOfPosts page) {
  trial.works = true;
  if (!page.notice.empty()) trial.notice = std::move(page.notice);
  trial.off_topic += static_cast<int>(page.withdrawn.size());
  trial.opted_out += page.opted_out;
  std::move(page.unreadable.begin(), page.unreadable.end(), std::back_inserter(trial.unreadable));
  trial.posts = std::move(page.posts);
}

/// Takes in what an answer came to. The cursor to go on with, as long as no posts were shown.
std::optional<collector::Cursor> take(report::SourceTrial& trial, collector::PollOutcome outcome,
                                      UtcTime now) {
  if (auto* page = std::get_if<collector::PageOfPosts>(&outcome)) {
    collector::Cursor cursor = page->cursor;
    add_page(trial, std::move(*page));
    return trial.posts.empty() ? std::optional{std::move(cursor)} : std::nullopt;
  }
  if (auto* step = std::get_if<collector::Proceed>(&outcome)) {
    if (!step->notice.empty()) trial.notice = std::move(step->notice);
    trial.works = true;
    return std::move(step->cursor);
  }
  trial.works = false;
  if (const auto* limited = std::get_if<collector::RateLimited>(&outcome))
    trial.trouble = fmt::format("it asks us to wait {} s", (limited->until - now).count());
  else
    trial.trouble = std::get<collector::Failed>(outcome).cause;
  return std::nullopt;
}

asio::awaitable<void> ask(const TriedSource& tried, net::HttpClient& http, report::SourceTrial& trial) {
  const collector::Source& source = *tried.made.source;
  const collector::Topic topic = first_topic(tried);
  collector::RunStart start;
  start.now = SystemClock{}.now();
  std::optional<collector::Cursor> cursor = source.begin_run("", start);
  for (int questions = 0; cursor && questions < kMostQuestions; ++questions) {
    auto request = source.next_request(*cursor, topic);
    if (!request) co_return;
    const net::FetchResult answer = co_await http.send(*std::move(request));
    if (!answer) {
      trial.works = false;
      trial.trouble = answer.error().cause;
      co_return;
    }
    const UtcTime now = SystemClock{}.now();
    cursor = take(trial, source.read(*answer, *cursor, topic, now), now);
  }
}

Result<std::string> saved_body(const std::filesystem::path& file) {
  std::ifstream in(file, std::ios::binary);
  std::string bytes(kMaxBodyBytes + 1, '\0');
  if (in) in.read(bytes.data(), static_cast<std::streamsize>(bytes.size()));
  if (!in && !in.eof())
    return fail(ExitStatus::no_input, fmt::format("{}: cannot be read; is the name right?", file.string()));
  bytes.resize(static_cast<std::size_t>(in.gcount()));
  if (bytes.size() > kMaxBodyBytes)
    return fail(ExitStatus::bad_data, fmt::format("{}: is over 10 MiB; save one answer only", file.string()));
  return bytes;
}

net::HttpResponse answer_of(std::string body) {
  net::HttpResponse response;
  response.status = 200;
  response.body = std::move(body);
  return response;
}

/// Where a source stands that is about to ask for its first page. One that signs in before it asks for
/// anything takes this for the answer to that, in the forms of Bluesky and of OAuth; for any other it is no
/// answer.
collector::Cursor before_first_page(const collector::Source& source, const collector::Topic& topic,
                                    UtcTime now) {
  constexpr const char* kSignedIn =
      R"({"accessJwt": "none", "refreshJwt": "none", "access_token": "none", "token_type": "bearer"})";
  collector::RunStart start;
  start.now = now;
  collector::Cursor cursor = source.begin_run("", start);
  auto signed_in = source.read(answer_of(kSignedIn), cursor, topic, now);
  if (auto* step = std::get_if<collector::Proceed>(&signed_in)) return std::move(step->cursor);
  return cursor;
}

}  // namespace

report::SourceTrial try_live(const TriedSource& tried) {
  report::SourceTrial trial = blank(tried);
  asio::io_context io{1};
  net::CurlClient http{io.get_executor(), collector::client_options(tried.config)};
  asio::co_spawn(io, ask(tried, http, trial), [](std::exception_ptr broken) {
    if (broken) std::rethrow_exception(broken);
  });
  io.run();
  return trial;
}

Result<report::SourceTrial> try_saved(const TriedSource& tried, const std::filesystem::path& body) {
  auto bytes = saved_body(body);
  if (!bytes) return tl::unexpected(bytes.error());
  const UtcTime now = SystemClock{}.now();
  const collector::Topic topic = first_topic(tried);
  const collector::Cursor cursor = before_first_page(*tried.made.source, topic, now);
  auto outcome = tried.made.source->read(answer_of(*std::move(bytes)), cursor, topic, now);
  report::SourceTrial trial = blank(tried);
  const bool is_page = !std::holds_alternative<collector::Proceed>(outcome);
  take(trial, std::move(outcome), now);
  if (!is_page) {
    trial.works = false;
    trial.trouble = "the saved answer holds no posts, and the source would ask on; save one with posts";
  }
  return trial;
}

void hide_people(report::SourceTrial& trial, const config::Config& config) {
  for (Post& post : trial.posts) {
    post.text = privacy::masked(post.text, config.organisations);
    for (std::string* names : {&post.id, &post.url, &post.author, &post.in_reply_to})
      if (!names->empty()) *names = kHidden;
  }
  trial.hides_people = true;
}

}  // namespace nhs::cli
