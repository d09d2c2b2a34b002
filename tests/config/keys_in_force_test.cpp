#include "config/keys_in_force.h"

#include <catch2/catch.hpp>

#include "config/listen_place.h"

using namespace nhs;
using namespace nhs::config;

namespace {

Config parsed(const std::string& more, const std::string& top = "") {
  const auto config =
      parse("contact = \"https://example.org/contact\"\n" + top + more, "/etc/x/nhsvalues.toml");
  if (!config)
    for (const std::string& line : config.error().lines) FAIL_CHECK(line);
  REQUIRE(config);
  return *config;
}

const std::string kSource = "[[source]]\nname = \"one\"\nkind = \"mastodon\"\nurl = \"https://a.example\"\n";

}  // namespace

TEST_CASE("The same settings have the same hash, however they are written", "[keys]") {
  const std::string hash = fingerprint(parsed(kSource));
  CHECK(hash.size() == 16);
  CHECK(fingerprint(parsed(kSource + "every = \"5m\"\n")) == hash);
  CHECK(fingerprint(parsed("# a remark\n" + kSource, "topics = [ 'NHSvalues' ]\n")) == hash);
  CHECK(fingerprint(parsed(
            "[[source]]\nurl = \"https://a.example\"\nkind = \"mastodon\"\nname = \"one\"\n")) == hash);
}

TEST_CASE("Every other setting has another hash, but for one that may be a secret", "[keys]") {
  const std::string hash = fingerprint(parsed(kSource));
  CHECK(fingerprint(parsed(kSource + "every = \"6m\"\n")) != hash);
  CHECK(fingerprint(parsed("")) != hash);
  CHECK(fingerprint(parsed("[log]\nlevel = \"debug\"\n" + kSource)) != hash);
  const std::string hook = "[[notify]]\nname = \"chat\"\nkind = \"webhook\"\ncredential = \"k\"\nurl = ";
  const Config first = parsed(hook + "\"https://chat.example/secret-one\"\n");
  CHECK(fingerprint(first) == fingerprint(parsed(hook + "\"https://chat.example/secret-two\"\n")));
  for (const KeyInForce& each : first.keys) CHECK(each.value.find("secret") == std::string::npos);
}

TEST_CASE("What only a restart takes on keeps its value, is named, and all else is taken", "[keys]") {
  const Config old = parsed("[report]\ntimezone = \"Europe/London\"\n", "database = \"one.db\"\n");
  Config read = parsed("[report]\ntimezone = \"Europe/Paris\"\n[log]\nlevel = \"debug\"\n",
                       "database = \"two.db\"\ncontrol_socket = \"c.sock\"\n");
  const auto kept = keep_until_restart(read, old);
  CHECK(kept == std::vector<std::string>{"database", "control_socket", "report.timezone"});
  CHECK(read.database == "/etc/x/one.db");
  CHECK(read.control_socket.empty());
  CHECK(read.timezone == "Europe/London");
  CHECK(read.log.level == LogLevel::debug);
  // Its hash is that of what is in force.
  CHECK(fingerprint(read) ==
        fingerprint(parsed("[log]\nlevel = \"debug\"\n[report]\ntimezone = \"Europe/London\"\n",
                           "database = \"one.db\"\n")));
}

TEST_CASE("Nothing waits for a restart when only what a reload takes was changed", "[keys]") {
  const Config old = parsed(kSource);
  Config read = parsed(kSource + "every = \"10m\"\n", "topics = [\"NHSvalues\", \"TeamLeeds\"]\n");
  CHECK(keep_until_restart(read, old).empty());
  CHECK(read.topics.size() == 2);
}

TEST_CASE("Metrics are offered on this machine alone", "[metrics]") {
  CHECK(parse_listen_place("127.0.0.1:9464")->port == 9464);
  CHECK(parse_listen_place("127.9.8.7:1"));
  CHECK(parse_listen_place("[::1]:9464")->address == "::1");
  CHECK(parse_listen_place("/run/nhsvalues/metrics.sock")->socket == "/run/nhsvalues/metrics.sock");
  for (const char* wrong : {"0.0.0.0:9464", "192.0.2.1:9464", "[::]:9464", "[2001:db8::1]:9464", "::1:9464",
                            "localhost:9464", ":9464", "9464", "127.0.0.1", "127.0.0.1:0", "127.0.0.1:70000",
                            "127.0.0.1:94 64", "[::ffff:192.0.2.1]:9464", "metrics.sock", ""}) {
    CAPTURE(wrong);
    CHECK_FALSE(parse_listen_place(wrong));
  }
  CHECK_FALSE(parse_listen_place("/" + std::string(200, 'x')));
  const auto refused = parse("contact = \"a@example.org\"\n[metrics]\nlisten = \"0.0.0.0:9464\"\n", "f.toml");
  REQUIRE_FALSE(refused);
  CHECK(refused.error().lines.front().find(
            "f.toml:3: metrics.listen: must be an address of this machine alone") == 0);
}

TEST_CASE("Metrics lie beside the database unless a file is named", "[metrics]") {
  CHECK(metrics_file(parsed("", "database = \"/var/lib/nhsvalues/nhsvalues.db\"\n")) ==
        "/var/lib/nhsvalues/metrics/nhsvalues.prom");
  CHECK(metrics_file(parsed("", "database = \"/srv/x.db\"\n")) == "/srv/metrics/x.prom");
  CHECK(metrics_file(parsed("[metrics]\nfile = \"m.prom\"\n")) == "/etc/x/m.prom");
}
