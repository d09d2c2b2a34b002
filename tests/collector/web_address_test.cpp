#include "collector/sources/web_address.h"

#include <catch2/catch.hpp>

using namespace nhs::collector;

TEST_CASE("A host is what lies between the slashes, without port and user", "[address]") {
  CHECK(host_of("https://Social.Example/@amy/1") == "social.example");
  CHECK(host_of("http://127.0.0.1:8080/x") == "127.0.0.1");
  CHECK(host_of("https://user:pw@host.example?q=a@b") == "host.example");
  CHECK(host_of("http://[::1]:80/") == "[::1]");
  CHECK(host_of("mailto:a@b.example").empty());
  CHECK(host_of("").empty());
}

TEST_CASE("References resolve as RFC 3986 shows", "[address]") {
  const char* base = "http://a/b/c/d?q";
  CHECK(resolved(base, "g") == "http://a/b/c/g");
  CHECK(resolved(base, "./g") == "http://a/b/c/g");
  CHECK(resolved(base, "g/") == "http://a/b/c/g/");
  CHECK(resolved(base, "/g") == "http://a/g");
  CHECK(resolved(base, "//g") == "http://g/");
  CHECK(resolved(base, "?y") == "http://a/b/c/d?y");
  CHECK(resolved(base, "g?y#s") == "http://a/b/c/g?y#s");
  CHECK(resolved(base, "#s") == "http://a/b/c/d?q#s");
  CHECK(resolved(base, "") == "http://a/b/c/d?q");
  CHECK(resolved(base, "..") == "http://a/b/");
  CHECK(resolved(base, "../../../g") == "http://a/g");
  CHECK(resolved(base, "https://x.example/y") == "https://x.example/y");
  CHECK(resolved("https://a.example", "x") == "https://a.example/x");
}

TEST_CASE("What is no web address leads nowhere", "[address]") {
  CHECK(resolved("http://a/", "javascript:alert(1)").empty());
  CHECK(resolved("http://a/", "mailto:a@b.example").empty());
  CHECK(resolved("", "relative").empty());
  CHECK(resolved("", "http:").empty());
  CHECK(resolved("http://a/", "http://").empty());
}

TEST_CASE("An address's origin is its scheme, host and port, whoever it names before them", "[address]") {
  CHECK(origin_of("HTTPS://Ward.Example:8443/six?a=b#c") == "https://ward.example:8443");
  CHECK(origin_of("http://amy:word@[::1]:80?x") == "http://[::1]:80");
  CHECK(origin_of("https://bsky.social@pds.example/") == "https://pds.example");
  for (const char* text : {"", "https://", "ftp://a.example", "//a.example", "a.example/x"})
    CHECK(origin_of(text).empty());
}

TEST_CASE("A path can be put after an address without a slash at its end", "[address]") {
  CHECK(without_end_slash("https://a.example//") == "https://a.example");
  CHECK(without_end_slash("https://a.example/b") == "https://a.example/b");
  CHECK(without_end_slash("///").empty());
}

TEST_CASE("Tracking parameters go, all others stay", "[address]") {
  CHECK(without_tracking("HTTPS://Ward.Example/Six?utm_source=rss&utm_medium=feed") ==
        "https://ward.example/Six");
  CHECK(without_tracking("https://a.example/?p=1&utm_x=2&q=3#c-4") == "https://a.example/?p=1&q=3#c-4");
  CHECK(without_tracking("https://a.example/plain") == "https://a.example/plain");
}

TEST_CASE("Percent signs are written and read back", "[address]") {
  CHECK(percent_encoded("NHS & café") == "NHS%20%26%20caf%C3%A9");
  CHECK(percent_decoded(percent_encoded("a/b?c=\xC3\xA9")) == "a/b?c=\xC3\xA9");
  CHECK(percent_decoded("100%") == "100%");
  CHECK(query_parameter("https://g.example/url?a=1&url=https%3A%2F%2Fx.example%2F%3Fy%3D1", "url") ==
        "https://x.example/?y=1");
  CHECK_FALSE(query_parameter("https://g.example/?url2=x", "url"));
}
