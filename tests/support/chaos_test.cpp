#include "tests/support/chaos.h"

#include <catch2/catch.hpp>
#include <map>
#include <stdexcept>

#include "tests/support/loopback_client.h"

using namespace nhs::test;

namespace {

const std::string kBody(1000, 'x');

Reply well(const SeenRequest&) {
  Reply reply;
  reply.body = kBody;
  return reply;
}

std::string fate(const Reply& reply) {
  if (reply.drop) return "dropped";
  if (reply.cut_after) return "cut";
  if (reply.delay.count() > 0) return "delayed";
  if (reply.status == 200 && reply.body != kBody) return "challenged";
  return std::to_string(reply.status);
}

std::map<std::string, int> fates(std::uint64_t seed, int requests, std::string* order = nullptr) {
  const Chaos chaos{
      seed,
      {.throttled = 0.1, .dropped = 0.1, .cut = 0.1, .server_error = 0.1, .challenged = 0.1, .delayed = 0.1}};
  const auto handler = chaos.around(well);
  std::map<std::string, int> counts;
  for (int i = 0; i < requests; ++i) {
    const std::string what = fate(handler({}));
    ++counts[what];
    if (order) *order += what + " ";
  }
  return counts;
}

}  // namespace

TEST_CASE("Each fault comes about as often as asked for", "[chaos]") {
  const auto counts = fates(1, 10'000);
  for (const char* what : {"429", "dropped", "cut", "challenged", "delayed"}) {
    CHECK(counts.at(what) > 850);
    CHECK(counts.at(what) < 1150);
  }
  CHECK(counts.at("500") > 400);
  CHECK(counts.at("503") > 400);
  CHECK(counts.at("200") > 3800);
}

TEST_CASE("One seed gives one fate, another seed another", "[chaos]") {
  std::string one, same, other;
  fates(7, 200, &one);
  fates(7, 200, &same);
  fates(8, 200, &other);
  CHECK(one == same);
  CHECK(one != other);
}

TEST_CASE("Throttling says when to come back", "[chaos]") {
  const Reply reply = Chaos(1, {.throttled = 1}).around(well)({});
  CHECK(reply.status == 429);
  CHECK(reply.headers.back() == std::pair<std::string, std::string>{"Retry-After", "1"});
}

TEST_CASE("A cut body is always short, and there are no faults after stop", "[chaos]") {
  Chaos chaos{3, {.cut = 1}};
  const auto handler = chaos.around(well);
  for (int i = 0; i < 100; ++i) CHECK(*handler({}).cut_after < kBody.size());
  CHECK(chaos.faults() == 100);
  chaos.stop();
  CHECK(fate(handler({})) == "200");
  CHECK(chaos.faults() == 100);
}

TEST_CASE("Over HTTP a cut or dropped answer is no answer", "[chaos]") {
  Chaos chaos = GENERATE(Chaos(1, {.cut = 1}), Chaos(1, {.dropped = 1}));
  HttpServer server{chaos.around(well)};
  CHECK_THROWS_AS(get(server.url() + "/"), boost::system::system_error);
  chaos.stop();
  CHECK(get(server.url() + "/").body() == kBody);
}

TEST_CASE("More than one fault a request is refused", "[chaos]") {
  CHECK_THROWS_AS(Chaos(1, {.throttled = 0.6, .dropped = 0.6}), std::logic_error);
}
