#pragma once

#include <catch2/catch.hpp>
#include <string>
#include <variant>

#include "collector/sources/json_source.h"
#include "config/service_file.h"
#include "tests/collector/source_fixtures.h"

namespace nhs::test {

inline config::SourceConfig json_config() {
  config::SourceConfig source;
  source.name = "service";
  source.kind = config::SourceKind::json;
  source.url = "https://server.example";
  source.credential = "key";
  return source;
}

inline config::JsonService described(const std::string& toml) {
  auto service = config::parse_service(toml, "service.toml", json_config(), false);
  if (!service)
    for (const std::string& line : service.error().lines) FAIL_CHECK(line);
  REQUIRE(service);
  return *service;
}

inline config::JsonService shipped(const std::string& name) {
  const std::string file = std::string{NHS_SOURCE_DIR} + "/config/services/" + name + ".toml";
  auto service = config::load_service(file, json_config(), false);
  if (!service)
    for (const std::string& line : service.error().lines) FAIL_CHECK(line);
  REQUIRE(service);
  return *service;
}

inline std::unique_ptr<collector::Source> source_of(config::JsonService service,
                                                    const std::string& secret = "s3cret",
                                                    std::optional<std::chrono::seconds> backfill = {},
                                                    bool drop_noindex = false) {
  return collector::make_json_source(
      {std::move(service), "https://server.example", secret, false, backfill, drop_noindex});
}

inline collector::PageOfPosts page_in(const collector::PollOutcome& outcome) {
  if (const auto* failed = std::get_if<collector::Failed>(&outcome)) FAIL(failed->cause);
  REQUIRE(std::holds_alternative<collector::PageOfPosts>(outcome));
  return std::get<collector::PageOfPosts>(outcome);
}

inline collector::Failed failure_in(const collector::PollOutcome& outcome) {
  REQUIRE(std::holds_alternative<collector::Failed>(outcome));
  return std::get<collector::Failed>(outcome);
}

inline collector::PageOfPosts saved(const collector::Source& source, const std::string& body) {
  return page_in(source.read(answer(200, body), "", nhs_values(), at("2026-11-25T12:00:00Z")));
}

}  // namespace nhs::test
