#include "config/service_file.h"

#include <catch2/catch.hpp>
#include <cstdlib>
#include <fstream>
#include <iterator>

#include "config/option_table.h"

using namespace nhs::config;

namespace {

using Texts = std::vector<std::string>;

const std::string kTop = "name = \"S\"\nnetwork = \"s\"\n";
const std::string kAsked = "[request]\nurl = \"https://s.example/?q={tag}\"\n";
const std::string kText = "[map]\ntext = \"/text\"\n";

SourceConfig source_with(const std::string& url, const std::string& credential) {
  SourceConfig source;
  source.kind = SourceKind::json;
  source.url = url;
  source.credential = credential;
  return source;
}

Texts faults(const std::string& toml, const SourceConfig& source = source_with("", "")) {
  const auto service = parse_service(toml, "s.toml", source, false);
  return service ? Texts{} : service.error().lines;
}

std::string content_of(const std::string& file) {
  std::ifstream in(std::string{NHS_SOURCE_DIR} + "/" + file, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

}  // namespace

TEST_CASE("The smallest description is an address and where the text is", "[service]") {
  const auto service = parse_service(kTop + kAsked + kText, "s.toml", source_with("", ""), false);
  REQUIRE(service);
  CHECK(asks_by_tag(*service));
  CHECK(service->paging.mode == PagingMode::none);
  CHECK(service->filter.require_tag);
  CHECK(service->errors.auth_codes == std::vector<int>{401, 403});
}

TEST_CASE("The default of every key of a description is that of its struct", "[service]") {
  const auto read = parse_service(kTop + kAsked + kText, "s.toml", source_with("", ""), false);
  REQUIRE(read);
  const JsonService start;
  CHECK(read->request.post == start.request.post);
  CHECK(read->request.body_type == start.request.body_type);
  CHECK(read->token.in_body == start.token.in_body);
  CHECK(read->map.time_format == start.map.time_format);
  CHECK(read->map.whole_text == start.map.whole_text);
  CHECK(read->paging.first == start.paging.first);
  CHECK(read->paging.size == start.paging.size);
  CHECK(read->paging.max_pages == start.paging.max_pages);
  CHECK(read->paging.order == start.paging.order);
  CHECK(read->catch_up.overlap == start.catch_up.overlap);
  CHECK(read->catch_up.time_format == start.catch_up.time_format);
  CHECK(read->limit.min_interval == start.limit.min_interval);
  CHECK(read->limit.requests_per_day == start.limit.requests_per_day);
  CHECK(read->limit.timezone == start.limit.timezone);
}

TEST_CASE("Faults of a description are told with line, key and what is allowed", "[service]") {
  CHECK(faults(kTop + kAsked + "[map]\ntxt = \"/text\"\n").at(0) ==
        "s.toml:6: map.txt: unknown key; did you mean text?");
  CHECK(faults(kTop + kAsked + "[map]\ntext = \"text\"\n").at(0).find("must be a JSON Pointer") !=
        std::string::npos);
  CHECK(faults(kTop + kAsked + kText + "[paging]\nmode = \"pages\"\n").size() == 1);
  CHECK(faults(kTop + kAsked + kText + "[paging]\nmax_pages = 1.5\n").size() == 1);
  CHECK(faults(kTop + kAsked + kText + "[errors]\nauth_codes = [42]\n").size() == 1);
  CHECK(faults(kTop + kAsked + "[map]\ntext = \"writer:/text\"\n") ==
        Texts{"s.toml:6: map.text: must name a [[join]] before the colon (writer is none)"});
  CHECK(faults(kTop + kText) ==
        Texts{"s.toml:1: request.url: missing; must be an address with placeholders in "
              "braces, such as \"https://example.org/search?q={tag}\"; each `[?` has "
              "its `?]`"});
  CHECK(faults(kTop + kAsked).size() == 1);
}

TEST_CASE("Nothing from outside chooses the server that is asked", "[service]") {
  const auto faults_of_url = [](const std::string& url, const std::string& base = "") {
    return faults(kTop + "[request]\nurl = \"" + url + "\"\n" + kText, source_with(base, "key"));
  };
  CHECK(faults_of_url("https://s.example/{tag}").empty());
  CHECK(faults_of_url("{url}/api?q={tag}", "https://s.example").empty());
  CHECK(faults_of_url("https://s.example/?key={secret}").empty());
  CHECK(faults_of_url("{url}/api").size() == 1);
  CHECK(faults_of_url("{url}.evil.example/", "https://s.example").size() == 1);
  for (const char* wrong :
       {"https://{tag}.example/", "https://s.example{tag}", "{tag}", "http://s.example/", "s.example/{tag}",
        "https://a:b@s.example/", "https://s.example/{unknown}", "https://s.example/[?{tag}"}) {
    CAPTURE(wrong);
    CHECK(faults_of_url(wrong).size() == 1);
  }
}

TEST_CASE("A description holds no secret, and what it needs of the source has to be there", "[service]") {
  const std::string written = kTop + kAsked + "headers = [\"Authorization: Bearer abc\"]\n" + kText;
  const Texts found = faults(written);
  REQUIRE(found.size() == 1);
  CHECK(found[0].find("write {secret} in its place") != std::string::npos);
  CHECK(found[0].find("abc") == std::string::npos);

  const std::string by_reference = kTop + kAsked + "headers = [\"X-Key: {secret}\"]\n" + kText;
  CHECK(faults(by_reference).size() == 1);
  CHECK(faults(by_reference, source_with("", "key")).empty());
  CHECK(faults(kTop + kAsked + "headers = [\"X-Since: {since}\"]\n" + kText).size() >= 1);
  CHECK(faults(kTop + kAsked + kText + "[token]\nurl = \"https://s.example/token\"\n").size() == 1);
}

TEST_CASE("Paging and catching up have their places in the request", "[service]") {
  const auto faults_of_walk = [](const std::string& query, const std::string& tables) {
    return faults(kTop + "[request]\nurl = \"https://s.example/?q={tag}" + query + "\"\n" + kText + tables);
  };
  CHECK(faults_of_walk("[?&p={page}?]", "[paging]\nmode = \"page\"\n").empty());
  CHECK(faults_of_walk("", "[paging]\nmode = \"page\"\n").size() == 1);
  CHECK(faults_of_walk("&p={page}", "").size() == 1);
  CHECK(faults_of_walk("&p={page}", "[paging]\nmode = \"token\"\n").size() == 1);
  CHECK(faults_of_walk("", "[paging]\nmode = \"next_url\"\nnext = \"/next\"\n").empty());
  CHECK(faults_of_walk("&s={since}", "").size() == 1);
  CHECK(faults_of_walk("", "[catch_up]\nmode = \"since_id\"\n").size() == 1);
  CHECK(faults_of_walk("&s={since}", "[catch_up]\nmode = \"since_id\"\n").empty());
  CHECK(faults_of_walk("", "[paging]\norder = \"oldest_first\"\n").size() == 1);
}

TEST_CASE("A template's braces that open no placeholder are its own", "[service]") {
  const auto body = parse_template(R"({"q": {"tag": "{tag}"}[?, "until": "{page}"?]})");
  REQUIRE(body);
  CHECK(has_placeholder(*body, Placeholder::tag));
  CHECK(body->front().text == R"({"q": {"tag": ")");
  CHECK(body->back().text == "}");
  CHECK_FALSE(parse_template("{nonsense}"));
  CHECK_FALSE(parse_template("[?{tag}"));
  CHECK_FALSE(parse_template("[?a[?{tag}?]?]"));
}

TEST_CASE("Pointers are those of RFC 6901, with joins", "[service]") {
  CHECK(parse_json_pointer("")->steps.empty());
  CHECK(parse_json_pointer("/a~1b/~0/")->steps == Texts{"a/b", "~", ""});
  CHECK(parse_json_pointer("writer:/nick")->join == "writer");
  CHECK(parse_json_pointer("/a:b")->join.empty());
  for (const char* wrong : {"a", "/a~2", "/~", ":/a", "a b:/c"}) CHECK_FALSE(parse_json_pointer(wrong));
  for (const char* text : {"", "/a~1b/~0/", "writer:/nick"})
    CHECK(written_pointer(*parse_json_pointer(text)) == text);
  CHECK(parse_json_condition("/a=b=c")->value == std::optional<std::string>{"b=c"});
}

TEST_CASE("docs/generic-json.md is what the table of keys says, and its example is right",
          "[service][shipped]") {
  INFO("to refresh it: NHS_REFRESH_DOCS=1 ctest -R 'docs/generic-json.md'");
  if (std::getenv("NHS_REFRESH_DOCS") != nullptr)
    std::ofstream(std::string{NHS_SOURCE_DIR} + "/docs/generic-json.md", std::ios::binary)
        << service_reference_markdown();
  const std::string page = content_of("docs/generic-json.md");
  const bool is_current = page == service_reference_markdown();
  CHECK(is_current);
  for (const Option& option : service_option_table()) {
    CAPTURE(option.key);
    CHECK(page.find("| `" + std::string{name_in_table(option.key)} + "` |") != std::string::npos);
  }
  const std::size_t start = page.find("```toml\n") + 8;
  CHECK(faults(page.substr(start, page.find("```", start) - start), source_with("https://s.example", "key"))
            .empty());
}

TEST_CASE("Every shipped description is right and says what it needs, costs and forbids",
          "[service][shipped]") {
  for (const std::string name : {"youtube", "reddit", "threads"}) {
    CAPTURE(name);
    const std::string file = "config/services/" + name + ".toml";
    const std::string text = content_of(file);
    for (const char* word : {"# Needs:", "# Costs:", "# Forbids:", "# Reach:"})
      CHECK(text.find(word) != std::string::npos);
    CHECK(faults(text, source_with("", "key")).empty());
  }
}
