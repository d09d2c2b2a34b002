#include "cli/completions.h"

#include <fmt/format.h>

#include <memory>

#include "cli/choice.h"
#include "cli/completion_scripts.h"

namespace nhs::cli {
namespace {

std::string_view script_for(const std::string& shell) {
  if (shell == "zsh") return kZshCompletion;
  return shell == "fish" ? kFishCompletion : kBashCompletion;
}

std::string as_lines(const Completion& completion) {
  if (completion.files) return ":files\n";
  std::string lines;
  for (const Candidate& one : completion.candidates) lines += fmt::format("{}\t{}\n", one.word, one.meaning);
  return lines;
}

/// What the shells' scripts ask. Its answer: a candidate a line, with a tab and its meaning behind; or
/// `:files`.
void add_complete(Command app, Context& context) {
  auto words = std::make_shared<std::vector<std::string>>();
  Command command = app.add_subcommand("complete", "What may come next, for completions").group("");
  command.add_option("words", *words, "What has been typed, after --");
  command.callback([app, &context, words] {
    put(as_lines(complete(app.parser(), context, *words)));
    context.result = ExitStatus::done;
  });
}

}  // namespace

void add_completions(Command app, Context& context) {
  auto shell = std::make_shared<std::string>();
  Command command = app.add_subcommand(
      "completions",
      "Has a shell complete commands, options and names: source <(nhsvalues completions bash)");
  command.add_option("shell", *shell, "The shell")
      .transform(one_of("shell", {"bash", "zsh", "fish"}))
      .required();
  command.callback([&context, shell] {
    put(script_for(*shell));
    context.result = ExitStatus::done;
  });
  add_complete(app, context);
}

}  // namespace nhs::cli
