#include "tests/support/careopinion_server.h"

#include <catch2/catch.hpp>

#include "core/json.h"
#include "tests/support/loopback_client.h"
#include "tests/support/noon.h"

using namespace nhs;
using namespace nhs::test;
using namespace std::chrono_literals;

namespace {

const std::vector<std::pair<std::string, std::string>> kKey = {{"Authorization", "SUBSCRIPTION_KEY right"}};

std::vector<int> ids_at(const CareOpinionServer& server, const std::string& query) {
  const Answer answer = get(server.url() + "/api/v2/opinions" + query, kKey);
  const auto document = JsonDocument::parse(answer.body());
  REQUIRE(document);
  std::vector<int> ids;
  for (std::size_t i = 0; i < document->root().size(); ++i)
    ids.push_back(static_cast<int>(document->root().at(i)["id"].integer().value_or(0)));
  return ids;
}

void publish_five(CareOpinionServer& server) {
  for (const int id : {5, 3, 1, 2, 4}) server.publish({id, "t", "b", kNoon + id * 1h});
}

}  // namespace

TEST_CASE("Stories are listed oldest first, in pages that end with an empty one", "[careopinion]") {
  CareOpinionServer server;
  publish_five(server);
  using Ids = std::vector<int>;
  CHECK(ids_at(server, "") == Ids{1, 2, 3, 4, 5});
  CHECK(ids_at(server, "?take=2&skip=2") == Ids{3, 4});
  CHECK(ids_at(server, "?take=2&skip=4") == Ids{5});
  CHECK(ids_at(server, "?take=2&skip=5").empty());
  CHECK(ids_at(server, "?dateofpublicationorder=descending&take=1") == Ids{5});
  CHECK(ids_at(server, "?publishedafter=2026-11-20T14:00:00Z") == Ids{3, 4, 5});
  CHECK(ids_at(server, "?publishedafter=2026-11-20").size() == 5);
  server.withdraw(1);
  CHECK(ids_at(server, "?take=2&skip=2") == Ids{4, 5});
  server.misbehave({.apologies = {{1, "Sorry!"}}, .after_is_a_day = true});
  CHECK(ids_at(server, "?take=2") == Ids{2, 0});
  CHECK(ids_at(server, "?publishedafter=2026-11-20").empty());
}

TEST_CASE("A bad key leads to the login page instead of an error", "[careopinion]") {
  CareOpinionServer server;
  const std::string opinions = server.url() + "/api/v2/opinions";
  for (const char* key : {"SUBSCRIPTION_KEY wrong", "Bearer right"}) {
    const Answer answer = get(opinions, {{"Authorization", key}});
    CHECK(answer.result_int() == 302);
    CHECK(header(answer, "Location").find(server.url() + "/login") == 0);
  }
  server.misbehave({.login_page_in_place = true});
  const Answer answer = get(opinions);
  CHECK(answer.result_int() == 200);
  CHECK(header(answer, "Content-Type").find("text/html") == 0);
  CHECK(get(opinions, kKey).body() == "[]");
}
