#include <fmt/format.h>

#include <algorithm>
#include <functional>
#include <future>
#include <memory>
#include <thread>

#include "classifier/classifier.h"
#include "cli/context.h"
#include "cli/keyless_session.h"
#include "cli/progress.h"
#include "cli/waiting.h"

namespace nhs::cli {
namespace {

/// Posts a transaction: large enough that its cost is spread, small enough that a kill loses little work.
constexpr std::int64_t kPostsJudgedAtOnce = 2000;

using Step = std::function<Result<store::ReclassifyStep>(std::optional<std::int64_t> below)>;

/// Judges on all cores, each an equal share of the texts.
store::JudgeAnew judging(const classifier::Classifier& model) {
  return [&model](const std::vector<store::JudgedEarlier>& posts) {
    std::vector<Classification> findings(posts.size());
    const std::size_t cores = std::max(1U, std::thread::hardware_concurrency());
    const std::size_t share = (posts.size() + cores - 1) / cores;
    std::vector<std::future<void>> shares;
    for (std::size_t from = 0; from < posts.size(); from += share)
      shares.push_back(std::async(std::launch::async, [&, from] {
        for (std::size_t i = from; i < std::min(from + share, posts.size()); ++i)
          findings[i] = model.classify(posts[i].text, posts[i].language);
      }));
    for (std::future<void>& each : shares) each.get();
    return findings;
  };
}

std::string in_words(const store::Reclassified& done, const std::string& model, bool dry_run) {
  if (done.posts == 0) return fmt::format("Every stored post is judged by {}.\n", model);
  std::vector<std::string> earlier;
  for (const auto& [name, posts] : done.by_model) earlier.push_back(fmt::format("{} by {}", posts, name));
  return fmt::format(
      "{} {} {}judged anew by {} (before: {}).\n"
      "{} {} otherwise: values {}, direction {}, sentiment {}, kind {}, groups {}.\n",
      done.posts, done.posts == 1 ? "post" : "posts", dry_run ? "would be " : "", model,
      fmt::join(earlier, ", "), done.changed, dry_run ? "would come out" : "came out", done.values,
      done.directions, done.sentiment, done.kind, done.groups);
}

Result<store::Reclassified> walk(const Context& context, std::int64_t left, const Step& step) {
  Progress progress{context, "judging anew"};
  store::Reclassified done;
  std::optional<std::int64_t> below;
  do {
    const auto next = step(below);
    if (!next) return tl::unexpected(next.error());
    done.add(next->done);
    below = next->down_to;
    progress.at_posts(done.posts, left);
  } while (below);
  return done;
}

Result<store::Reclassified> try_it(const Context& context, const classifier::Classifier& model) {
  const auto session = begin_reading(context);
  if (!session) return tl::unexpected(session.error());
  const auto left = session->reader.left_to_reclassify(model.version());
  if (!left) return tl::unexpected(left.error());
  return walk(context, *left, [&](std::optional<std::int64_t> below) {
    return session->reader.try_reclassifying(model.version(), judging(model), below, kPostsJudgedAtOnce);
  });
}

Result<store::Reclassified> do_it(const Context& context, const classifier::Classifier& model) {
  auto session = begin_without_key(context, "nhsvalues reclassify");
  if (!session) return tl::unexpected(session.error());
  const auto left = session->store.left_to_reclassify(model.version());
  if (!left) return tl::unexpected(left.error());
  if (*left > 0) {
    const auto noted = session->store.note_reclassification(*left, model.version(), SystemClock{}.now());
    if (!noted) return tl::unexpected(noted.error());
  }
  return walk(context, *left, [&](std::optional<std::int64_t>) {
    return once_others_let(context, [&] {
      return session->store.reclassify_next(model.version(), judging(model), kPostsJudgedAtOnce);
    });
  });
}

Result<ExitStatus> reclassify(const Context& context, bool dry_run) {
  const auto model = classifier::find_model().and_then(classifier::load_model);
  if (!model) return tl::unexpected(model.error());
  const auto done = dry_run ? try_it(context, **model) : do_it(context, **model);
  if (!done) return tl::unexpected(done.error());
  put(in_words(*done, (*model)->version(), dry_run));
  return ExitStatus::done;
}

}  // namespace

void add_reclassify(Command app, Context& context) {
  auto dry_run = std::make_shared<bool>(false);
  Command command = app.add_subcommand(
      "reclassify",
      "Judges stored posts anew that another version of the model judged; labels stay in force");
  command.add_flag("--dry-run", *dry_run, "Tells what would change, and changes nothing");
  command.callback([&context, dry_run] { context.result = reclassify(context, *dry_run); });
}

}  // namespace nhs::cli
