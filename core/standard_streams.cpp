#include "core/standard_streams.h"

#include <fcntl.h>
#include <unistd.h>

#include <cstdio>

namespace nhs {

void hold_standard_streams() noexcept {
  // open() gives the lowest number that is free. stdin cannot be read and stdout not written to, so that what
  // goes there is no success.
  constexpr int kModes[] = {O_WRONLY, O_RDONLY, O_WRONLY};
  for (int stream = STDIN_FILENO; stream <= STDERR_FILENO; ++stream)
    if (::fcntl(stream, F_GETFD) < 0 && ::open("/dev/null", kModes[stream]) < 0) return;
}

void put_message(std::string_view text) noexcept {
  std::fwrite(text.data(), 1, text.size(), stderr);
  std::fflush(stderr);
}

}  // namespace nhs
