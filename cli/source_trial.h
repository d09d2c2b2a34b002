#pragma once

#include <filesystem>

#include "collector/sources/make_sources.h"
#include "config/config.h"
#include "report/source_trial.h"

namespace nhs::cli {

/// A source as the configuration has it, ready to be tried.
struct TriedSource {
  const config::SourceConfig& configured;
  const config::Config& config;
  collector::MadeSource made;
};

/// Asks it over the network until it shows posts, or says why not. Asks a few times at most (signing in,
/// finding out, walking on past pages without posts) and waits for nothing.
report::SourceTrial try_live(const TriedSource& tried);

/// Reads a saved answer, one with posts, as if the source had just been asked for the first time; where it
/// signs in first, as if it had. Fails with no_input (66) or bad_data (65) where there is no such answer.
Result<report::SourceTrial> try_saved(const TriedSource& tried, const std::filesystem::path& body);

/// Masks texts as they are kept, and hides ids, addresses and authors, so that it can still be seen of which
/// posts they were read.
void hide_people(report::SourceTrial& trial, const config::Config& config);

}  // namespace nhs::cli
