#include <sys/stat.h>

#include <catch2/catch.hpp>
#include <fstream>

#include "config/config.h"
#include "tests/support/environment_variable.h"
#include "tests/support/scratch.h"

using namespace nhs;
using config::read_credential;

namespace {

class Files {
 public:
  std::string write(const std::string& name, const std::string& content, mode_t mode = 0600) const {
    const std::string file = (scratch_ / name).string();
    std::ofstream(file, std::ios::binary) << content;
    chmod(file.c_str(), mode);
    return file;
  }
  std::string folder() const { return scratch_.path().string(); }

 private:
  test::Scratch scratch_;
};

/// The words of a refusal.
std::string refusal(const std::string& credential) {
  const auto secret = read_credential(credential);
  REQUIRE_FALSE(secret);
  CHECK(secret.error().status == ExitStatus::configuration);
  return secret.error().message;
}

}  // namespace

TEST_CASE("A credential's file is read without the white space around the token", "[credential]") {
  const Files files;
  CHECK(read_credential(files.write("token", "\n s3cret token \r\n")).value() == "s3cret token");
}

TEST_CASE("The mark that an editor puts before UTF-8 is no part of the token", "[credential]") {
  const Files files;
  CHECK(read_credential(files.write("token", "\xEF\xBB\xBFtok123\r\n")).value() == "tok123");
  CHECK(refusal(files.write("only-mark", "\xEF\xBB\xBF\n")).find("is empty") != std::string::npos);
}

TEST_CASE("A name is a systemd credential, which systemd may share with a group", "[credential]") {
  const Files files;
  files.write("mastodon-token", "s3cret\n", 0440);
  {
    const test::EnvironmentVariable directory{"CREDENTIALS_DIRECTORY", files.folder()};
    CHECK(read_credential("mastodon-token").value() == "s3cret");
    CHECK(refusal("other-token").find("LoadCredential=") != std::string::npos);
  }
  const test::EnvironmentVariable directory{"CREDENTIALS_DIRECTORY", std::nullopt};
  const std::string by_hand = refusal("mastodon-token");
  CHECK(by_hand.find("mastodon-token: a systemd credential, which only a service is given") == 0);
  CHECK(by_hand.find("systemd-run") != std::string::npos);
  CHECK(by_hand.find("daemon") == std::string::npos);
}

TEST_CASE("A file that others may read is refused with the command that mends it", "[credential]") {
  const Files files;
  for (const mode_t mode : {0640u, 0604u, 0620u}) {
    const std::string file = files.write("token", "s3cret", mode);
    CHECK(refusal(file).find("run: chmod 600 '" + file + "'") != std::string::npos);
  }
}

TEST_CASE("What is no token is refused in words that do not hold it", "[credential]") {
  const Files files;
  CHECK(refusal(files.write("empty", " \n")).find("is empty") != std::string::npos);
  CHECK(refusal(files.write("large", std::string(8193, 'x'))).find("over 8 KiB") != std::string::npos);
  CHECK(read_credential(files.write("full", std::string(8192, 'x'))));
  for (const std::string& content :
       {std::string{"s3cret\r\nX-Header: y"}, std::string{"s3\0cret", 7}, std::string{"s3\tcret"}}) {
    const std::string file = files.write("lines", content);
    std::string words = refusal(file);
    CHECK(words.find("control character") != std::string::npos);
    // Chance makes the folder's name, which may hold two of its characters.
    for (auto at = words.find(file); at != std::string::npos; at = words.find(file))
      words.erase(at, file.size());
    CHECK(words.find("s3") == std::string::npos);
  }
  CHECK(refusal(files.folder() + "/missing")
            .find("cannot be read: No such file or directory; put the token into this file, 0600") !=
        std::string::npos);
  CHECK(refusal(files.folder() + "/.").find("not a regular file") != std::string::npos);
}
