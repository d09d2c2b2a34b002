#pragma once

#include <dlfcn.h>
#include <unistd.h>

#include <array>
#include <cstdio>
#include <cstdlib>
#include <string_view>

/// For what is loaded before the C library (LD_PRELOAD, ld.so(8)) to stand in the way of its calls.
namespace nhs::shim {

/// The C library's own.
template <typename Function>
Function original(const char* name) {
  return reinterpret_cast<Function>(::dlsym(RTLD_NEXT, name));
}

inline long number_in(const char* variable, long otherwise) {
  const char* text = std::getenv(variable);
  return text == nullptr ? otherwise : std::strtol(text, nullptr, 10);
}

/// Where the file of a descriptor is, as the kernel knows it; empty for none.
struct PathOf {
  explicit PathOf(int descriptor) {
    std::array<char, 64> link{};
    std::snprintf(link.data(), link.size(), "/proc/self/fd/%d", descriptor);
    const ssize_t size = ::readlink(link.data(), text.data(), text.size() - 1);
    length = size > 0 ? static_cast<std::size_t>(size) : 0;
  }
  std::string_view view() const { return {text.data(), length}; }

  std::array<char, 4096> text{};
  std::size_t length = 0;
};

/// Whether a path lies in the folder that this variable names.
inline bool is_in_folder(std::string_view path, const char* variable) {
  const char* folder = std::getenv(variable);
  return folder != nullptr && path.starts_with(folder);
}

}  // namespace nhs::shim
