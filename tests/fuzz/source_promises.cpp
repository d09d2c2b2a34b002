#include "tests/fuzz/source_promises.h"

#include <charconv>
#include <optional>
#include <string>

#include "collector/sources/plausible_date.h"
#include "collector/sources/post_text.h"
#include "collector/sources/web_address.h"
#include "tests/fuzz/promise.h"

namespace nhs::test {
namespace {

using namespace collector;
using std::chrono::hours;
using std::chrono::seconds;

/// 20 November 2026, as in the fixtures.
constexpr UtcTime kNow{seconds{1795168800}};

/// Twice what the largest page of any network holds.
constexpr std::size_t kMostPosts = 2000;

/// Of a walk from nothing; the input's own cursor may be as long as it likes.
constexpr std::size_t kLongestCursor = 1 << 20;

std::vector<std::string_view> parts_of(std::string_view input) {
  std::vector<std::string_view> parts;
  while (true) {
    const std::size_t end = input.find('\x1E');
    parts.push_back(input.substr(0, end));
    if (end == std::string_view::npos) return parts;
    input.remove_prefix(end + 1);
  }
}

net::HttpResponse head_in(std::string_view lines) {
  net::HttpResponse response;
  std::from_chars(lines.data(), lines.data() + lines.size(), response.status);
  while (!lines.empty()) {
    const std::string_view line = lines.substr(0, lines.find('\n'));
    if (const auto colon = line.find(':'); colon != std::string_view::npos)
      response.headers.emplace_back(trimmed(line.substr(0, colon)), trimmed(line.substr(colon + 1)));
    lines.remove_prefix(std::min(lines.size(), line.size() + 1));
  }
  return response;
}

void check_request(const net::HttpRequest& request, std::string_view host) {
  must(request.url.rfind("https://", 0) == 0, "no answer leads to where anybody may listen");
  must(host.empty() || host_of(request.url) == host, "no answer leads to another host");
  for (const auto& [name, value] : request.headers)
    must(value.find_first_of("\r\n") == std::string::npos, "no answer adds a header to the next question");
}

void check_post(const Post& post) {
  must(!post.network.empty() && !post.id.empty(), "a post has an identity");
  for (const std::string* text :
       {&post.id, &post.url, &post.author, &post.text, &post.language, &post.in_reply_to, &post.local_id})
    must(is_clean(*text), "a post is UTF-8 without control characters");
  for (const std::string& tag : post.tags) must(!tag.empty() && is_clean(tag), "a tag is a word");
  must(post.text.size() <= kMaxPostBytes, "a post's text is bounded");
  must(post.created_at == plausible_date(post.created_at, kNow), "a post's date can be, or is not there");
}

void check_wait(const std::optional<seconds>& wait) {
  must(!wait || (*wait >= seconds{0} && *wait <= hours{24 * 366}), "a wish to wait can be heeded");
}

void check_page(const PageOfPosts& page) {
  must(page.posts.size() + page.withdrawn.size() <= kMostPosts, "a page is bounded");
  for (const Post& post : page.posts) check_post(post);
  for (const Post& post : page.withdrawn) check_post(post);
  for (const Unreadable& item : page.unreadable) {
    must(!item.item.empty() && item.item.size() <= 64, "an unreadable item is known by a hash");
    must(is_one_short_line(item.cause) && !item.cause.empty(), "it is said why an item is unreadable");
  }
  must(is_one_short_line(page.notice), "a notice is one short line");
  must(page.opted_out >= 0 && page.cost >= 0, "counts are no debts");
  must(!page.missed || is_one_short_line(page.missed->cause), "what was missed is said in one short line");
  check_wait(page.ask_again_in);
}

/// The cursor that the answer leads to; nothing where the run ends with it.
std::optional<Cursor> cursor_after(const PollOutcome& outcome) {
  if (const auto* page = std::get_if<PageOfPosts>(&outcome)) {
    check_page(*page);
    return page->cursor;
  }
  if (const auto* proceed = std::get_if<Proceed>(&outcome)) {
    must(is_one_short_line(proceed->notice), "a notice is one short line");
    check_wait(proceed->ask_again_in);
    return proceed->cursor;
  }
  if (const auto* limited = std::get_if<RateLimited>(&outcome))
    must(limited->until >= kNow && limited->until <= kNow + hours{24 * 32}, "a server's wish is bounded");
  if (const auto* failed = std::get_if<Failed>(&outcome))
    must(is_one_short_line(failed->cause) && !failed->cause.empty(), "a failure is said in one short line");
  return std::nullopt;
}

/// One run, as the engine makes it. Gives the cursor at its end.
Cursor run(const SourceUnderTest& tested, const Cursor& before, const RunStart& start,
           const std::vector<net::HttpResponse>& answers) {
  const Source& source = *tested.source;
  const Topic topic{"NHSvalues", {"NHSvalues"}};
  Cursor cursor = source.begin_run(before, start);
  for (std::size_t asked = 0;; ++asked) {
    source.overlap_before(cursor);
    source.next_is_backfill(cursor);
    source.unread(cursor);
    check_wait(source.ask_again_in(cursor));
    const auto request = source.next_request(cursor, topic);
    if (!request) return cursor;
    must(asked < tested.most_requests, "a run ends, whatever the server answers");
    check_request(*request, tested.host);
    auto next = cursor_after(source.read(answers[asked % answers.size()], cursor, topic, kNow));
    if (!next) return cursor;
    cursor = *std::move(next);
  }
}

}  // namespace

SourceInput source_input(std::string_view input) {
  std::vector<std::string_view> parts = parts_of(input);
  if (parts.size() == 1) parts = {"200", "", input};
  if (parts.size() == 2) parts.emplace_back();
  SourceInput result;
  result.cursor = parts[1];
  for (std::size_t i = 2; i < parts.size(); ++i) {
    result.answers.push_back(head_in(parts[0]));
    result.answers.back().body = parts[i];
  }
  return result;
}

void check_source(const SourceUnderTest& tested, const SourceInput& input) {
  RunStart start;
  start.now = kNow;
  const Cursor first = run(tested, "", start, input.answers);
  start.rescan = true;
  const Cursor second = run(tested, first, start, input.answers);
  must(first.size() <= kLongestCursor && second.size() <= kLongestCursor, "a cursor is bounded");
  start.overlap_anchor = "1";
  run(tested, second, start, input.answers);
  run(tested, input.cursor, start, input.answers);
}

}  // namespace nhs::test
