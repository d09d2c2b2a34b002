#include "core/descriptor.h"

#include <unistd.h>

#include <cerrno>

namespace nhs {

Descriptor& Descriptor::operator=(Descriptor&& other) noexcept {
  if (this == &other) return *this;
  close();
  number_ = other.release();
  return *this;
}

void Descriptor::close() noexcept {
  if (number_ < 0) return;
  const int cause = errno;
  ::close(std::exchange(number_, -1));
  errno = cause;
}

}  // namespace nhs
