#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdlib>
#include <system_error>

#include "config/config.h"
#include "core/descriptor.h"
#include "core/text.h"

namespace nhs::config {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kMaxBytes = 8192;

tl::unexpected<Error> refuse(const std::string& place, std::string_view what) {
  return fail(ExitStatus::configuration, fmt::format("{}: {}", place, what));
}

tl::unexpected<Error> cannot_read(const fs::path& file, int cause) {
  std::string remedy;
  if (cause == ENOENT) remedy = "; put the token into this file, 0600, or mend its name in the configuration";
  if (cause == EACCES)
    remedy = fmt::format(
        "; let it belong to the user as whom nhsvaluesd runs (chown nhsvalues '{}'), or have systemd hand it "
        "over: LoadCredential= (install.md has the line)",
        file.native());
  return refuse(file.native(), fmt::format("the credential cannot be read: {}{}",
                                           std::generic_category().message(cause), remedy));
}

Result<std::string> read_secret(const fs::path& file, bool may_be_shared) {
  // Without O_NONBLOCK a FIFO of that name would hang us.
  const Descriptor opened{::open(file.c_str(), O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK)};
  if (!opened.is_open()) return cannot_read(file, errno);
  struct stat status {};
  if (::fstat(opened.number(), &status) != 0 || !S_ISREG(status.st_mode))
    return refuse(file.native(), "the credential is not a regular file");
  if (!may_be_shared && (status.st_mode & (S_IRWXG | S_IRWXO)) != 0)
    return refuse(file.native(),
                  fmt::format("others than its owner may read or change this credential; run: chmod 600 '{}'",
                              file.native()));
  std::array<char, kMaxBytes + 1> bytes{};
  std::size_t filled = 0;
  while (filled < bytes.size()) {
    const ssize_t count = ::read(opened.number(), bytes.data() + filled, bytes.size() - filled);
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) return refuse(file.native(), "the credential cannot be read to its end");
    if (count == 0) break;
    filled += static_cast<std::size_t>(count);
  }
  const std::string_view text{bytes.data(), filled};
  // An editor's mark of UTF-8 is no part of the token.
  const std::string secret{trimmed(without_byte_order_mark(text))};
  if (filled > kMaxBytes) return refuse(file.native(), "the credential is over 8 KiB; this is not a token");
  if (secret.empty()) return refuse(file.native(), "the credential is empty; put the token into the file");
  // A line break would end the header that the token is sent in.
  if (std::any_of(secret.begin(), secret.end(),
                  [](char c) { return static_cast<unsigned char>(c) < ' ' || c == '\x7F'; }))
    return refuse(
        file.native(),
        "the credential holds a line break or another control character; put the token alone on one line");
  return secret;
}

}  // namespace

Result<std::string> read_credential(const std::string& credential) {
  if (credential.find('/') != std::string::npos) return read_secret(credential, false);
  const char* directory = std::getenv("CREDENTIALS_DIRECTORY");
  if (directory == nullptr || *directory == '\0')
    return refuse(
        credential,
        "a systemd credential, which only a service is given whose unit names it in LoadCredential=; by hand, "
        "run this through systemd-run (install.md has the line), or write a file's path with a / in it, such "
        "as ./token");
  const fs::path file = fs::path{directory} / credential;
  std::error_code ignored;  // one that cannot be seen is not there
  if (!fs::exists(file, ignored))
    return refuse(credential,
                  "no systemd credential of this name; add LoadCredential= for it to the unit, or write a "
                  "file's path with a / in it");
  return read_secret(file, true);
}

}  // namespace nhs::config
