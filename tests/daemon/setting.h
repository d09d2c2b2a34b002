#pragma once

#include <catch2/catch.hpp>
#include <filesystem>
#include <map>
#include <set>
#include <sstream>
#include <string>
#include <vector>

#include "core/json.h"
#include "privacy/pseudonymiser.h"
#include "store/post_store.h"
#include "store/reader.h"
#include "tests/support/program.h"
#include "tests/support/scratch.h"

namespace nhs::test {

/// A configuration over loopback servers in a folder of its own, and the programs run on it.
class Setting {
 public:
  /// Adds a `[[source]]`. more: further lines of it.
  void watch(const std::string& name, const std::string& kind, const std::string& url,
             const std::string& more = "") {
    sources_ += "[[source]]\nname = \"" + name + "\"\nkind = \"" + kind + "\"\nurl = \"" + url +
                "\"\nevery = \"1s\"\n" + more + "\n";
    write_config();
  }

  /// Writes a file that only its owner may read; what `credential` calls it. Its text is nowhere in the
  /// configuration.
  std::string keep_secret(const std::string& name, const std::string& secret) const {
    write_whole(folder() / name, secret + "\n");
    std::filesystem::permissions(folder() / name, std::filesystem::perms{0600});
    return "./" + name;
  }

  std::vector<std::string> arguments(std::vector<std::string> more = {}) const {
    std::vector<std::string> all{"--config", config().string()};
    all.insert(all.end(), more.begin(), more.end());
    return all;
  }
  Ended collect(const std::string& patience = "60s") const {
    return run_program(NHSVALUESD, arguments({"--once", "--patience", patience}), scratch_.path(),
                       kUndisturbed);
  }
  Ended ask(const std::vector<std::string>& words) const {
    return run_program(NHSVALUES, arguments(words), scratch_.path(), kUndisturbed);
  }

  std::filesystem::path config() const { return scratch_ / "nhsvalues.toml"; }
  std::filesystem::path database() const { return scratch_ / "nhsvalues.db"; }
  const std::filesystem::path& folder() const { return scratch_.path(); }
  void append_to_config(const std::string& text) {
    sources_ += text;
    write_config();
  }

  /// from: must stand in it.
  void change_config(const std::string& from, const std::string& to) {
    sources_.replace(sources_.find(from), from.size(), to);
    write_config();
  }

  privacy::Pseudonymiser pseudonymiser() const {
    return privacy::Pseudonymiser{privacy::Key::read(folder() / "pseudonym.key").value()};
  }

  /// Text by hashed identity of all stored posts; a post stored twice is in it twice.
  std::multimap<std::string, std::string> stored_texts() const {
    std::multimap<std::string, std::string> texts;
    std::istringstream lines(ask({"export"}).out);
    for (std::string line; std::getline(lines, line);) {
      const auto post = JsonDocument::parse(line).value();
      texts.emplace(post.root()["id"].text_or_empty(), post.root()["text"].text_or_empty());
    }
    return texts;
  }

  bool rollups_hold() const {
    auto store = store::PostStore::open(database(), pseudonymiser().fingerprint(),
                                        TimeZone::named("Europe/London").value());
    REQUIRE(store);
    const auto hold = store->rollups_hold();
    REQUIRE(hold);
    return *hold;
  }

  /// The hashed identities of all stored posts, as an export names them; a post stored twice would be in it
  /// twice.
  std::multiset<std::string> stored_posts() const {
    const Ended exported = ask({"export"});
    std::multiset<std::string> ids;
    for (std::size_t at = exported.out.find("\"id\": \""); at != std::string::npos;
         at = exported.out.find("\"id\": \"", at + 1))
      ids.insert(exported.out.substr(at + 7, 45));
    return ids;
  }

 private:
  /// Whoever runs the tests may have a database of their own in the environment.
  inline static const std::map<std::string, std::string> kUndisturbed = {{"NHSVALUES_DB", ""}};

  void write_config() const {
    write_whole(config(),
                "topics = [\"NHSvalues\"]\ncontact = \"https://example.org/contact\"\ndatabase = \"" +
                    database().string() +
                    "\"\n[network]\nallow_private_addresses = true\nallow_plain_http = true\n" + sources_);
  }

  Scratch scratch_;
  std::string sources_;
};

}  // namespace nhs::test
