#include <fmt/format.h>

#include <charconv>
#include <memory>
#include <optional>
#include <system_error>

#include "classifier/classifier.h"
#include "cli/answer_format.h"
#include "cli/context.h"
#include "cli/internal_output.h"
#include "report/posts_view.h"

namespace nhs::cli {
namespace {

struct ShowOptions {
  std::string ref;
  std::string format = "table";
};

/// The post judged again, for the words that decided. Without a model the post can be shown all the same.
std::optional<Classification> explanation(const Context& context, const store::StoredPost& post) {
  const auto model = classifier::find_model().and_then(classifier::load_model);
  if (model) return (*model)->classify(post.text, post.language);
  context.complain(model.error().message);
  return std::nullopt;
}

std::optional<std::int64_t> number_in(const std::string& text) {
  std::int64_t number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
  return number;
}

Result<ExitStatus> run(const Context& context, const ShowOptions& options) {
  const auto ref = number_in(options.ref);
  if (!ref)
    return fail(
        ExitStatus::usage,
        fmt::format("{}: a post's number is wanted, as `nhsvalues posts` shows it first", options.ref));
  const auto session = begin_reading(context);
  if (!session) return tl::unexpected(session.error());
  const auto post = session->reader.post(*ref);
  if (!post) return tl::unexpected(post.error());
  if (!*post)
    return fail(ExitStatus::no_input,
                fmt::format("{}: there is no post of this reference; `nhsvalues posts` shows those there are",
                            options.ref));
  auto labels = session->reader.labels(*ref);
  if (!labels) return tl::unexpected(labels.error());
  auto concerns = session->reader.concerns_of(*ref);
  if (!concerns) return tl::unexpected(concerns.error());
  const report::BesidePost beside{*std::move(labels), *std::move(concerns)};
  const auto explained = (*post)->text.empty() ? std::nullopt : explanation(context, **post);
  if (options.format == "json")
    put(report::post_explained_json(**post, explained, beside));
  else
    put_internal(report::post_explained(**post, explained, beside, session->zone, context.terminal()));
  return ExitStatus::done;
}

}  // namespace

void add_show(Command app, Context& context) {
  auto options = std::make_shared<ShowOptions>();
  Command command =
      app.add_subcommand("show", "One post: its text, what was found in it, and the words that decided");
  command.add_option("ref", options->ref, "The post's reference, as `posts` shows it")
      .type_name("REF")
      .required();
  add_format_option(command, options->format, {"table", "json"});
  command.callback([&context, options] { context.result = run(context, *options); });
}

}  // namespace nhs::cli
