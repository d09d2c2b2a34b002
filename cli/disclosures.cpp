#include "cli/disclosures.h"

#include <fmt/format.h>

#include <chrono>
#include <thread>

#include "cli/changes.h"

namespace nhs::cli {
namespace {

/// The right to write was refused to somebody who wanted to write nothing.
Error with_reason(Error error, std::string_view who) {
  if (error.status == ExitStatus::no_permission || error.status == ExitStatus::try_again)
    error.message = fmt::format("who runs `{}` is written down in the audit first, and that did not work: {}",
                                who, error.message);
  return error;
}

}  // namespace

Result<void> write_down(const Context& context, const char* who, store::Disclosure disclosure) {
  auto changes = Changes::begin(context, who);
  // Another export may be writing its own line.
  for (int tries = 0; tries < 20 && !changes && changes.error().status == ExitStatus::try_again; ++tries) {
    std::this_thread::sleep_for(std::chrono::milliseconds{100});
    changes = Changes::begin(context, who);
  }
  if (!changes) return tl::unexpected(with_reason(changes.error(), who));
  const auto noted = changes->make(control::NoteDisclosure{std::move(disclosure)});
  if (!noted) return tl::unexpected(with_reason(noted.error(), who));
  return {};
}

}  // namespace nhs::cli
