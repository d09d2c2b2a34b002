#pragma once

#include <string>
#include <vector>

#include "tests/cli/desk.h"
#include "tests/support/holds.h"

namespace nhs::test {

/// A configuration of a network with three sources, and what its officer approved.
inline std::string configuration(const std::string& privacy = "") {
  return "topics = [\"NHSvalues\", \"TeamLeeds\"]\ncontact = \"https://network.example/contact\"\n[privacy]\n" +
         privacy +
         "[[source]]\nname = \"leeds-server\"\nkind = \"mastodon\"\nurl = \"https://leeds.example\"\n"
         "[[source]]\nname = \"our-news\"\nkind = \"feed\"\nurl = \"https://news.example/feed?token=s3cret\"\n"
         "match_all = true\n"
         "[[source]]\nname = \"blue\"\nkind = \"bluesky\"\naccount = \"a.example\"\ncredential = \"pass\"\n";
}

struct Officer : Desk {
  Ended write_with(const std::string& toml, std::vector<std::string> words) const {
    words.insert(words.begin(), {"--config", write("nhsvalues.toml", toml)});
    return run(words);
  }
};

}  // namespace nhs::test
