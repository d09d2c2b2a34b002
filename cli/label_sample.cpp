#include "cli/label_sample.h"

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <unistd.h>

#include <algorithm>
#include <charconv>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <random>

#include "cli/changes.h"
#include "cli/label_dialogue.h"
#include "cli/label_sheet.h"
#include "cli/unknown_names.h"
#include "core/counted.h"

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

/// The next part of a list that is sent in changes of at most control::kMostPosts.
template <typename Item>
std::vector<Item> part_of(const std::vector<Item>& items, std::size_t from) {
  const auto first = items.begin() + static_cast<std::ptrdiff_t>(from);
  return {first, first + static_cast<std::ptrdiff_t>(std::min(control::kMostPosts, items.size() - from))};
}

Result<std::int64_t> draw(Changes& changes, const store::SampleQuery& query, const store::Sample& sample) {
  control::DrawSample drawn{{query.seed, query.selection, {}}};
  for (std::size_t stratum = 0; stratum < store::kStrata; ++stratum)
    drawn.draw.populations[stratum] = sample.strata[stratum].population;
  const auto id = changes.make(drawn);
  if (!id) return tl::unexpected(id.error());
  return id->draw;
}

/// Beside a daemon a post may be edited between the choice and this.
Result<ExitStatus> serve_as_sheet(const Context& context, Changes& changes, std::int64_t draw,
                                  std::vector<store::SampledPost> posts) {
  const std::vector<store::ServedPost> all = store::served(posts);
  for (std::size_t from = 0; from < all.size(); from += control::kMostPosts) {
    const auto noted = changes.make(control::ServePosts{draw, part_of(all, from)});
    if (!noted) return tl::unexpected(noted.error());
    const auto was_edited = [&](const store::SampledPost& post) {
      return std::find(noted->edited.begin(), noted->edited.end(), post.ref) != noted->edited.end();
    };
    posts.erase(std::remove_if(posts.begin(), posts.end(), was_edited), posts.end());
  }
  put(sheet_of(posts));
  context.say(
      "Fill in values (compassion:breached, several with commas, - for none), sentiment, kind and groups; leave "
      "empty what you cannot judge. Then: nhsvalues label --from SHEET");
  return ExitStatus::done;
}

Result<ExitStatus> serve_on_terminal(const Context& context, Changes& changes, std::int64_t draw,
                                     const std::vector<store::SampledPost>& posts,
                                     const std::string& reader) {
  std::size_t judged = 0;
  const auto keep = [&](const store::SampledPost& post, const Label& label) -> Result<void> {
    const auto noted = changes.make(control::ServePosts{draw, {store::served(post)}});
    if (!noted) return tl::unexpected(noted.error());
    if (!noted->edited.empty())
      context.say(fmt::format("Post {} was edited while you read it, and is left out.", post.ref));
    if (label.empty() || !noted->edited.empty()) return {};
    const auto stored = changes.make(control::JudgePosts{{{post.ref, label}}, reader, false, draw});
    if (!stored) return tl::unexpected(stored.error());
    if (stored->outcomes == std::vector{store::JudgementOutcome::full})
      context.say(fmt::format("Post {} has {} labels, and takes no more.", post.ref, store::kMostLabels));
    else
      ++judged;
    return {};
  };
  const auto show = [](std::string_view text) {
    put(text);
    std::fflush(stdout);
  };
  auto done = judge_one_by_one(posts, context.terminal(), std::cin, show, keep);
  context.say(fmt::format("{} judged and kept.", counted(judged, "post")));
  if (!done) return tl::unexpected(done.error());
  return ExitStatus::done;
}

/// Nothing for a sheet that is sent whole: whoever stores it sees what it is of.
Result<std::optional<std::int64_t>> draw_of_parts(const Context& context,
                                                  const std::vector<store::NewJudgement>& judgements) {
  if (judgements.size() <= control::kMostPosts) return std::nullopt;
  const auto reading = begin_reading(context);
  if (!reading) return tl::unexpected(reading.error());
  const auto draw = reading->reader.draw_judged(judgements);
  if (!draw) return tl::unexpected(draw.error());
  // Of no draw is a sheet that will be refused, row by row.
  return *draw == 0 ? std::nullopt : std::optional{*draw};
}

/// All judgements, or none: with several changes each is tried before the first is made. What fails between
/// them all the same is made good by reading the sheet again. The parts of a sheet are all of one draw, which
/// only the whole tells.
Result<std::vector<store::JudgementOutcome>> judge(const Context& context, Changes& changes,
                                                   const std::vector<store::NewJudgement>& judgements,
                                                   const std::string& reader) {
  const auto draw = draw_of_parts(context, judgements);
  if (!draw) return tl::unexpected(draw.error());
  std::vector<store::JudgementOutcome> outcomes;
  const auto make_all = [&](bool trial) -> Result<void> {
    outcomes.clear();
    for (std::size_t from = 0; from < judgements.size(); from += control::kMostPosts) {
      const auto part = changes.make(control::JudgePosts{part_of(judgements, from), reader, trial, *draw});
      if (!part) return tl::unexpected(part.error());
      outcomes.insert(outcomes.end(), part->outcomes.begin(), part->outcomes.end());
    }
    return {};
  };
  if (judgements.size() > control::kMostPosts) {
    if (auto tried = make_all(true); !tried) return tl::unexpected(tried.error());
    if (std::count(outcomes.begin(), outcomes.end(), store::JudgementOutcome::not_sampled) > 0)
      return outcomes;
  }
  if (auto made = make_all(false); !made) return tl::unexpected(made.error());
  return outcomes;
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
    } else if (outcomes[i] == store::JudgementOutcome::full) {
      context.say(fmt::format("{} has {} labels, and takes no more", place, store::kMostLabels));
    }
  }
  return stops;
}

/// What is kept of it. Samples of one selection are judged together; where the words do not tell selections
/// apart, the time does, and a number by chance, for a script draws several in a second.
Result<std::string> selection_of(const SampleOptions& options, const ReadingSession& reading,
                                 const store::Filter& filter) {
  auto kept = options.filters.in_words_to_keep(reading, filter, KeptWhere::in_database);
  if (!kept) return tl::unexpected(kept.error());
  if (!kept->hide_some) return std::move(kept->words);
  return fmt::format("{} at {} ({:08x})", kept->words, format_utc(reading.now), std::random_device{}());
}

/// Of a selection of which no post is left: whether there are posts at all, which samples served before.
Result<bool> was_any_served(const ReadingSession& reading, store::SampleQuery query) {
  query.size = 1;
  query.again = true;
  const auto sample = reading.reader.choose_sample(query);
  if (!sample) return tl::unexpected(sample.error());
  return !sample->posts.empty();
}

}  // namespace

Result<ExitStatus> serve_sample(const Context& context, const SampleOptions& options,
                                const std::string& reader) {
  const auto seed = seed_of(options);
  if (!seed) return tl::unexpected(seed.error());
  const auto reading = begin_reading(context);
  if (!reading) return tl::unexpected(reading.error());
  const auto filter = options.filters.filter(*reading);
  if (!filter) return tl::unexpected(filter.error());
  auto changes = Changes::begin(context, "nhsvalues label");
  if (!changes) return tl::unexpected(changes.error());
  auto selection = selection_of(options, *reading, *filter);
  if (!selection) return tl::unexpected(selection.error());
  const store::SampleQuery query{*filter, *std::move(selection), options.size, *seed, options.again};
  const auto sample = reading->reader.choose_sample(query);
  if (!sample) return tl::unexpected(sample.error());
  if (sample->posts.empty()) {
    const auto served = was_any_served(*reading, query);
    if (!served) return tl::unexpected(served.error());
    context.say(
        *served
            ? "No posts to judge match that no sample of this selection served before (--again serves them "
              "again)."
            : "No posts to judge match.");
    if (auto told = tell_unknown_names(context, *reading, *filter); !told)
      return tl::unexpected(told.error());
    return ExitStatus::done;
  }
  const auto drawn = draw(*changes, query, *sample);
  if (!drawn) return tl::unexpected(drawn.error());
  context.say(fmt::format("A random sample of {}, seed {}.", counted(sample->posts.size(), "post"), *seed));
  const bool at_terminal = isatty(STDIN_FILENO) != 0 && isatty(STDOUT_FILENO) != 0;
  return at_terminal ? serve_on_terminal(context, *changes, *drawn, sample->posts, reader)
                     : serve_as_sheet(context, *changes, *drawn, sample->posts);
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
  if (!sheet.unread.empty())
    context.say(fmt::format("{}: columns that are not read: {}", name, fmt::join(sheet.unread, ", ")));
  auto changes = Changes::begin(context, "nhsvalues label");
  if (!changes) return tl::unexpected(changes.error());
  std::vector<store::NewJudgement> judgements;
  for (const FilledSheet::Row& row : sheet.rows) judgements.push_back(row.judgement);
  const auto outcomes = judge(context, *changes, judgements, reader);
  if (!outcomes) return tl::unexpected(outcomes.error());
  if (tell_outcomes(context, name, sheet, *outcomes)) return tl::unexpected(nothing_stored);
  const auto count = [&](store::JudgementOutcome outcome) {
    return std::count(outcomes->begin(), outcomes->end(), outcome);
  };
  context.say(fmt::format("Judged: {} new, {} known already, {} left out, {} not filled in.",
                          count(store::JudgementOutcome::stored), count(store::JudgementOutcome::unchanged),
                          count(store::JudgementOutcome::edited) + count(store::JudgementOutcome::withdrawn) +
                              count(store::JudgementOutcome::full),
                          sheet.not_judged));
  return ExitStatus::done;
}

}  // namespace nhs::cli
