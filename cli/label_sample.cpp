#include "cli/label_sample.h"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <charconv>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <random>

#include "cli/keyless_session.h"
#include "cli/label_dialogue.h"
#include "cli/label_sheet.h"

namespace nhs::cli {
namespace {

Result<std::uint64_t> seed_of(const SampleOptions& options) {
  if (options.seed.empty()) return std::random_device{}();
  std::uint64_t seed = 0;
  const char* const end = options.seed.data() + options.seed.size();
  const auto read = std::from_chars(options.seed.data(), end, seed);
  if (read.ec != std::errc{} || read.ptr != end)
    return fail(ExitStatus::usage, fmt::format("--seed {}: must be a whole number from 0 on", options.seed));
  return seed;
}

std::string counted(std::size_t count, std::string_view one, std::string_view many) {
  return fmt::format("{} {}", count, count == 1 ? one : many);
}

Result<ExitStatus> serve_as_sheet(const Context& context, store::PostStore& posts,
                                  const store::Sample& sample) {
  if (auto noted = posts.note_served(sample.draw, sample.posts); !noted) return tl::unexpected(noted.error());
  put(sheet_of(sample.posts));
  context.say(
      "Fill in values (compassion:breached, several with commas, - for none), sentiment, kind and groups; leave "
      "empty what you cannot judge. Then: nhsvalues label --from SHEET");
  return ExitStatus::done;
}

Result<ExitStatus> serve_on_terminal(const Context& context, store::PostStore& posts,
                                     const store::Sample& sample, const std::string& reader) {
  std::size_t judged = 0;
  const auto keep = [&](const store::SampledPost& post, const Label& label) -> Result<void> {
    if (auto noted = posts.note_served(sample.draw, {post}); !noted) return noted;
    if (label.empty()) return {};
    const auto stored = posts.judge({{post.ref, label}}, reader, SystemClock{}.now());
    if (!stored) return tl::unexpected(stored.error());
    ++judged;
    return {};
  };
  const auto show = [](std::string_view text) {
    put(text);
    std::fflush(stdout);
  };
  auto done = judge_one_by_one(sample.posts, context.terminal(), std::cin, show, keep);
  context.say(fmt::format("{} judged and kept.", counted(judged, "post", "posts")));
  if (!done) return tl::unexpected(done.error());
  return ExitStatus::done;
}

/// A line for each row that stops it all, or is left out; true when one stops it.
bool tell_outcomes(const Context& context, const std::string& name, const FilledSheet& sheet,
                   const std::vector<store::JudgementOutcome>& outcomes) {
  bool stops = false;
  for (std::size_t i = 0; i < outcomes.size(); ++i) {
    const std::string place =
        fmt::format("{}:{}: post {}", name, sheet.rows[i].line, sheet.rows[i].judgement.ref);
    if (outcomes[i] == store::JudgementOutcome::not_sampled) {
      context.complain(place +
                       " was served by no sample; single posts are corrected with nhsvalues label REF");
      stops = true;
    } else if (outcomes[i] == store::JudgementOutcome::edited) {
      context.say(place + " was edited since it was served, so what is said of its old text is left out");
    } else if (outcomes[i] == store::JudgementOutcome::withdrawn) {
      context.say(place + " was withdrawn since it was served, and is left out");
    }
  }
  return stops;
}

}  // namespace

Result<ExitStatus> serve_sample(const Context& context, const SampleOptions& options,
                                const std::string& reader) {
  const auto seed = seed_of(options);
  if (!seed) return tl::unexpected(seed.error());
  LocalDay today;
  {
    // Days are the database's.
    const auto reading = begin_reading(context);
    if (!reading) return tl::unexpected(reading.error());
    today = reading->today;
  }
  const auto filter = options.filters.filter(today);
  if (!filter) return tl::unexpected(filter.error());
  auto session = begin_without_key(context, "nhsvalues label");
  if (!session) return tl::unexpected(session.error());
  const store::SampleQuery query{*filter, options.filters.in_words_with_times(*filter), options.size, *seed,
                                 options.again};
  const auto sample = session->store.draw_sample(query, SystemClock{}.now());
  if (!sample) return tl::unexpected(sample.error());
  if (sample->posts.empty()) {
    context.say(options.again
                    ? "No posts to judge match."
                    : "No posts to judge match that no sample served before (--again serves them again).");
    return ExitStatus::done;
  }
  context.say(
      fmt::format("A random sample of {}, seed {}.", counted(sample->posts.size(), "post", "posts"), *seed));
  const bool at_terminal = isatty(STDIN_FILENO) != 0 && isatty(STDOUT_FILENO) != 0;
  return at_terminal ? serve_on_terminal(context, session->store, *sample, reader)
                     : serve_as_sheet(context, session->store, *sample);
}

Result<ExitStatus> read_back(const Context& context, const std::string& file, const std::string& reader) {
  const std::string name = file == "-" ? "standard input" : file;
  std::ifstream in;
  if (file != "-") {
    in.open(file, std::ios::binary);
    if (!in || std::filesystem::is_directory(file))
      return fail(ExitStatus::no_input, fmt::format("{}: cannot be opened; is the name right?", name));
  }
  const FilledSheet sheet = read_sheet(file == "-" ? std::cin : in);
  for (const FilledSheet::Fault& fault : sheet.faults)
    context.complain(fmt::format("{}:{}: {}", name, fault.line, fault.cause));
  const Error nothing_stored{
      ExitStatus::bad_data, fmt::format("{}: nothing was stored; put these lines right and try again", name)};
  if (!sheet.faults.empty()) return tl::unexpected(nothing_stored);
  auto session = begin_without_key(context, "nhsvalues label");
  if (!session) return tl::unexpected(session.error());
  std::vector<store::NewJudgement> judgements;
  for (const FilledSheet::Row& row : sheet.rows) judgements.push_back(row.judgement);
  const auto outcomes = session->store.judge(judgements, reader, SystemClock{}.now());
  if (!outcomes) return tl::unexpected(outcomes.error());
  if (tell_outcomes(context, name, sheet, *outcomes)) return tl::unexpected(nothing_stored);
  const auto count = [&](store::JudgementOutcome outcome) {
    return std::count(outcomes->begin(), outcomes->end(), outcome);
  };
  context.say(fmt::format("Judged: {} new, {} known already, {} left out, {} not filled in.",
                          count(store::JudgementOutcome::stored), count(store::JudgementOutcome::unchanged),
                          count(store::JudgementOutcome::edited) + count(store::JudgementOutcome::withdrawn),
                          sheet.not_judged));
  return ExitStatus::done;
}

}  // namespace nhs::cli
