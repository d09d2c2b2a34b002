#include "tests/support/feed_server.h"

#include <catch2/catch.hpp>
#include <chrono>
#include <stdexcept>

#include "tests/support/loopback_client.h"
#include "tests/support/noon.h"

using namespace nhs;
using namespace nhs::test;
using namespace std::chrono_literals;

namespace {

FeedItem item(int number) {
  FeedItem item;
  item.guid = "item-" + std::to_string(number);
  item.title = "Title " + std::to_string(number);
  item.url = "https://trust.example/" + std::to_string(number);
  item.text = "Tea & cake, " + std::to_string(number) + " #NHSvalues";
  item.published = kNoon + number * 1min;
  item.categories = {"NHSvalues"};
  return item;
}

/// The guids in the document's order.
std::vector<std::string> guids_in(const std::string& document) {
  std::vector<std::string> guids;
  for (std::size_t at = document.find(">item-"); at != std::string::npos;
       at = document.find(">item-", at + 1))
    guids.push_back(document.substr(at + 1, document.find('<', at) - at - 1));
  return guids;
}

using Guids = std::vector<std::string>;

}  // namespace

TEST_CASE("A feed holds its newest items, newest first, in either format", "[feed]") {
  FeedOptions options;
  options.format = GENERATE(FeedFormat::rss, FeedFormat::atom);
  options.newest = 3;
  FeedServer server{options};
  for (const int number : {1, 2, 4, 3}) server.publish(item(number));
  const Answer answer = get(server.url());
  CHECK(guids_in(answer.body()) == Guids{"item-4", "item-3", "item-2"});
  CHECK(answer.body().find("&lt;p&gt;Tea &amp;amp; cake, 4 #NHSvalues&lt;/p&gt;") != std::string::npos);
  CHECK_THROWS_AS(server.publish(item(4)), std::logic_error);
}

TEST_CASE("Who has the document gets 304 until it changes", "[feed]") {
  FeedServer server;
  server.publish(item(1));
  server.publish(item(2));
  const Answer first = get(server.url());
  const std::vector<std::pair<std::string, std::string>> validators = {
      {"If-None-Match", header(first, "ETag")}, {"If-Modified-Since", header(first, "Last-Modified")}};
  CHECK(get(server.url(), validators).result_int() == 304);

  server.redate("item-1", kNoon + 1h);
  const Answer redated = get(server.url(), validators);
  CHECK(redated.result_int() == 200);
  CHECK(guids_in(redated.body()) == Guids{"item-1", "item-2"});
}

TEST_CASE("A server without ETags is asked by date, one without dates by ETag", "[feed]") {
  FeedOptions options;
  options.send_etag = GENERATE(true, false);
  options.send_last_modified = !options.send_etag;
  FeedServer server{options};
  server.publish(item(1));
  const Answer first = get(server.url());
  CHECK(header(first, "ETag").empty() != options.send_etag);
  CHECK(header(first, "Last-Modified").empty() == options.send_etag);
  const std::string ask = options.send_etag ? "If-None-Match" : "If-Modified-Since";
  const std::string known = header(first, options.send_etag ? "ETag" : "Last-Modified");
  CHECK(get(server.url(), {{ask, known}}).result_int() == 304);
  server.publish(item(2));
  CHECK(get(server.url(), {{ask, known}}).result_int() == 200);
}

TEST_CASE("Reordering keeps the items and changes their order, alike for one seed", "[feed]") {
  FeedServer one;
  FeedServer other;
  for (int number = 0; number < 10; ++number) {
    one.publish(item(number));
    other.publish(item(number));
  }
  const Guids before = guids_in(get(one.url()).body());
  one.reorder(3);
  other.reorder(3);
  const Guids after = guids_in(get(one.url()).body());
  CHECK(after != before);
  CHECK_THAT(after, Catch::Matchers::UnorderedEquals(before));
  CHECK(after == guids_in(get(other.url()).body()));
}
