#include <fmt/format.h>

#include <memory>

#include "cli/changes.h"
#include "cli/context.h"
#include "cli/post_reference.h"
#include "report/terminal.h"

namespace nhs::cli {
namespace {

Result<ExitStatus> open_post(const Context& context, std::int64_t ref) {
  auto changes = Changes::begin_with_key(context, "nhsvalues open");
  if (!changes) return tl::unexpected(changes.error());
  const auto opened = changes->make(control::OpenPost{ref});
  if (!opened) return tl::unexpected(opened.error());
  put(report::terminal_safe(opened->address) + "\n");
  return ExitStatus::done;
}

}  // namespace

void add_open(Command app, Context& context) {
  auto ref = std::make_shared<std::int64_t>(0);
  Command command = app.add_subcommand(
      "open", "The address of a post on its network, which names its author; who asked stands in the audit");
  command.add_option("ref", *ref, "The post's reference, as `posts` shows it")
      .type_name("REF")
      .check(post_reference())
      .required();
  command.callback([&context, ref] { context.result = open_post(context, *ref); });
}

}  // namespace nhs::cli
