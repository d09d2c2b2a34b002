#include "cli/configuration_doubts.h"

#include <arpa/inet.h>
#include <fcntl.h>
#include <fmt/format.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>

#include "cli/configured_sources.h"
#include "cli/daemon_user.h"
#include "collector/sources/make_sources.h"
#include "collector/sources/web_address.h"
#include "net/address_rules.h"
#include "privacy/key.h"

namespace nhs::cli {
namespace {

namespace fs = std::filesystem;
using Doubts = std::vector<std::string>;

bool is_kept_from_us(const fs::path& file) {
  return ::faccessat(AT_FDCWD, file.c_str(), R_OK, AT_EACCESS) != 0 && errno == EACCES;
}

/// What lets this user do with a file of their own what its owner is to do (`rw`).
std::string remedy(const fs::path& file, const DaemonUser& user, std::string_view rights) {
  struct stat found {};
  if (::stat(file.c_str(), &found) == 0 && found.st_uid != user.number)
    return fmt::format("run: chown {} '{}'", user.name, file.string());
  return fmt::format("run: chmod u+{} '{}', and let that user enter the folders above it", rights,
                     file.string());
}

/// A file that the daemon's user alone may read.
///
/// fault: what is wrong with it for whoever can read it; empty when nothing is.
std::string doubt_about_secret(const fs::path& file, const std::string& fault, const DaemonUser& user,
                               std::string_view other_way) {
  const auto readable = may(user, file, R_OK);
  const bool kept_from_us = is_kept_from_us(file);
  if (!fault.empty() && !kept_from_us) return fault;
  if (readable && !*readable)
    return fmt::format("{}: nhsvaluesd, which runs as {}, may not read this; {}{}", file.string(), user.name,
                       remedy(file, user, "r"), other_way);
  if (!readable && kept_from_us)
    return fmt::format("{}: not looked at, for you may not; sudo -u {} nhsvalues check-config does",
                       file.string(), user.name);
  return {};
}

std::string doubt_about_credential(const std::string& credential, const DaemonUser& user) {
  const auto secret = config::read_credential(credential);
  const std::string fault = secret ? std::string{} : secret.error().message;
  if (credential.find('/') == std::string::npos) return fault;
  return doubt_about_secret(credential, fault, user, ", or have systemd hand it over: LoadCredential=");
}

std::string doubt_about_readable(const fs::path& file, const DaemonUser& user) {
  const auto readable = may(user, file, R_OK);
  if (!readable || *readable) return {};
  return fmt::format(
      "{}: nhsvaluesd, which runs as {}, may not read this; let that user read it, and enter the folders above "
      "it (chgrp, chmod)",
      file.string(), user.name);
}

/// What is to be said of a key_file that is not there. It may be made with the database.
std::string doubt_about_missing_key(const fs::path& file, const config::Config& config,
                                    const DaemonUser& user) {
  std::error_code unseen;
  if (fs::exists(config.database, unseen))
    return fmt::format(
        "{}: the key of {} is not there; put back the key file that the database was made with, or mend "
        "privacy.key_file",
        file.string(), config.database.string());
  const fs::path folder = fs::absolute(file).parent_path();
  const bool made_with_database = folder == fs::absolute(config.database).parent_path();
  if (unseen || made_with_database || may(user, folder, W_OK | X_OK).value_or(false)) return {};
  return fmt::format(
      "{}: this key is not there, and nhsvaluesd, which runs as {}, cannot make it in that folder; name a file "
      "beside the database as privacy.key_file, or leave that out",
      file.string(), user.name);
}

/// Where none is named, and none is beside the database, systemd may give it.
std::string doubt_about_key(const config::Config& config, const DaemonUser& user) {
  const fs::path file = privacy::key_path(config.key_file, config.database);
  std::error_code unseen;
  const bool there = fs::exists(file, unseen);
  if (unseen || (!there && config.key_file.empty())) return {};
  if (!there) return doubt_about_missing_key(file, config, user);
  const auto key = privacy::Key::read(file);
  return doubt_about_secret(file, key ? std::string{} : key.error().message, user, "");
}

/// What the daemon could not write to.
std::string doubt_about_database(const fs::path& database, const DaemonUser& user) {
  std::error_code unseen;
  if (may(user, database, R_OK | W_OK) == false)
    return fmt::format("{}: nhsvaluesd, which runs as {}, may not write to this database; {}",
                       database.string(), user.name, remedy(database, user, "rw"));
  const fs::path folder = fs::absolute(database).parent_path();
  fs::path there = folder;
  while (!fs::exists(there, unseen) && !unseen && there.has_relative_path()) there = there.parent_path();
  if (unseen) return {};
  if (!fs::is_directory(there, unseen))
    return fmt::format("{}: this is no folder, so {} cannot be made; name another database", there.string(),
                       database.string());
  if (may(user, there, W_OK | X_OK).value_or(true)) return {};
  if (there == folder)
    return fmt::format("{}: nhsvaluesd, which runs as {}, may not write in the database's folder; {}",
                       folder.string(), user.name, remedy(folder, user, "rwx"));
  return fmt::format(
      "{}: the database's folder is not there, and nhsvaluesd, which runs as {}, cannot make it in {}; make it "
      "(install -d -m 750 -o {} FOLDER), or name another database",
      folder.string(), user.name, there.string(), user.name);
}

std::string doubt_about_ca_file(const fs::path& file, const DaemonUser& user) {
  if (file.empty()) return {};
  std::error_code unseen;
  if (!fs::is_regular_file(file, unseen) && !is_kept_from_us(file))
    return fmt::format(
        "{}: network.ca_file is not there, or no file; until it is, no server is asked over "
        "https",
        file.string());
  return doubt_about_readable(file, user);
}

/// Of names only what is known without asking anybody: which addresses they have may change.
bool is_private(std::string host) {
  if (host.size() > 2 && host.front() == '[') host = host.substr(1, host.size() - 2);
  sockaddr_in four{};
  four.sin_family = AF_INET;
  sockaddr_in6 six{};
  six.sin6_family = AF_INET6;
  if (::inet_aton(host.c_str(), &four.sin_addr) != 0)
    return !net::is_public_address(reinterpret_cast<const sockaddr*>(&four));
  if (::inet_pton(AF_INET6, host.c_str(), &six.sin6_addr) == 1)
    return !net::is_public_address(reinterpret_cast<const sockaddr*>(&six));
  return host == "localhost";
}

void add(Doubts& doubts, const std::string& whose, const std::string& doubt) {
  if (!doubt.empty()) doubts.push_back(whose.empty() ? doubt : fmt::format("{}: {}", whose, doubt));
}

void add_doubts_about(Doubts& doubts, const config::SourceConfig& source, const config::Config& config,
                      const DaemonUser& user) {
  if (!source.credential.empty()) add(doubts, source.name, doubt_about_credential(source.credential, user));
  if (!source.service.empty()) add(doubts, source.name, doubt_about_readable(source.service, user));
  if (!config.allow_private_addresses && is_private(collector::host_of(source.url)))
    add(doubts, source.name,
        "it will not be asked: its address is a private or local one; set network.allow_private_addresses = "
        "true if the server is yours");
  const auto made = collector::make_source(source, config, collector::kNoSecret);
  if (!made) return doubts.push_back(made.error().message);
  if (made->allowance &&
      collector::limit_reached(*made->allowance, collector::Spent{}) == collector::SpendLimit::ever)
    add(doubts, source.name, "nothing will be asked: one request may cost more than a day or a month allows");
}

void add_doubts_about(Doubts& doubts, const config::NotifyTarget& target, const DaemonUser& user) {
  if (!target.credential.empty()) add(doubts, target.name, doubt_about_credential(target.credential, user));
  const std::string host =
      collector::host_of(target.server.empty() ? target.url : "https://" + target.server);
  if (!target.allow_private_address && is_private(host))
    add(doubts, target.name,
        "nothing will be sent: its address is a private or local one; set allow_private_address = true for "
        "the target if the server is yours");
}

void add_doubts_about(Doubts& doubts, const IgnoreRule& rule, const config::Config& config) {
  const bool known =
      rule.source.empty() || std::any_of(config.sources.begin(), config.sources.end(),
                                         [&](const auto& each) { return each.name == rule.source; });
  if (!known)
    add(doubts, "[[ignore]] " + rule.name,
        fmt::format(
            "there is no [[source]] named {}; the rule holds for what one of that name showed before, "
            "and for nothing new",
            rule.source));
}

}  // namespace

Doubts doubts_about(const config::Config& config, bool in_force) {
  const DaemonUser user = daemon_user(config.database);
  Doubts doubts;
  if (in_force) add(doubts, "", doubt_about_readable(config.file, user));
  add(doubts, "", doubt_about_database(config.database, user));
  add(doubts, "", doubt_about_key(config, user));
  add(doubts, "", doubt_about_ca_file(config.ca_file, user));
  for (const config::SourceConfig& source : config.sources) add_doubts_about(doubts, source, config, user);
  for (const config::NotifyTarget& target : config.targets) add_doubts_about(doubts, target, user);
  for (const IgnoreRule& rule : config.ignore) add_doubts_about(doubts, rule, config);
  return doubts;
}

Doubts doubts_about_long_keeping(const config::Retention& retention) {
  Doubts doubts;
  const auto look_at = [&](const std::string& key, int days) {
    if (days > config::kUsualTextDays)
      add(doubts, key,
          fmt::format(
              "texts are kept for {} days, longer than the year that the purposes need; shorten it, or "
              "say why in what `privacy-notice` and `dpia` write, where a gap waits for that",
              days));
  };
  look_at("retention.text_days", retention.text_days);
  for (const auto& [network, days] : retention.networks) look_at("retention.networks." + network, days);
  return doubts;
}

std::string doubt_about_zone(const config::Config& config, const TimeZone& counted_in) {
  // Whoever has no file asks about a database of somebody else's configuration.
  if (config.file.empty() || counted_in.name() == config.timezone) return {};
  return fmt::format(
      "report.timezone is {}, but days are counted in {} until nhsvaluesd is restarted, or the next import",
      config.timezone, counted_in.name());
}

}  // namespace nhs::cli
