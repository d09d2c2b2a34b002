#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "core/values.h"

namespace nhs::store {

/// How data leaves the database's keeping. The ids are those of the audit (audit.h), and stay as they are.
enum class Outlet : std::uint8_t {
  export_begun,  ///< before the first byte leaves
  export_done,   ///< when all was written; says how many posts
  reveal_begun,  ///< the same of an export that names authors and addresses
  reveal_done,
  open,    ///< the address of one post
  backup,  ///< a copy of all there is
};

}  // namespace nhs::store

template <>
struct nhs::Vocabulary<nhs::store::Outlet> {
  static constexpr std::string_view noun = "outlet";
  static constexpr std::array<std::string_view, 6> ids = {"export",      "export_done", "reveal",
                                                          "reveal_done", "open",        "backup"};
};

namespace nhs::store {

/// That somebody takes data out, for the audit. Free of personal data: no handle, no address, no text.
struct Disclosure {
  Outlet outlet = Outlet::export_begun;
  std::optional<std::int64_t> post = {};   ///< the only one
  std::string filter = {};                 ///< what chose the posts, in words without those searched
  std::optional<std::int64_t> posts = {};  ///< how many, once that is known
  std::string detail = {};                 ///< in words: format, whereto
};

}  // namespace nhs::store
