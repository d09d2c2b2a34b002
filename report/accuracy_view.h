#pragma once

#include <string>
#include <vector>

#include "evaluation/accuracy.h"
#include "report/judged_accuracy.h"
#include "report/terminal.h"

namespace nhs::report {

/// What accuracy was worked out from.
enum class Basis : std::uint8_t {
  file,     ///< a labelled file, against the machine
  judged,   ///< the team's judged sample, against the machine
  readers,  ///< two readers against each other
};

struct EvaluatedSample {
  std::string name;  ///< "dev.tsv", "all posts", "Ana and Ben", "Ana and Ben, posts on mastodon"
  Basis basis = Basis::file;
  std::string model;  ///< its version; empty for two readers
  evaluation::Accuracy accuracy;
  bool weighted = false;      ///< each text by how many posts it stands for
  NotJudged not_judged = {};  ///< of the team's judged sample
  std::size_t gone = 0;       ///< judged posts that this model cannot be asked about: see not_answerable()
};

/// For people: measures, then the labels of each aspect, the confusion of sentiments, kappa, and what makes
/// the numbers unsure.
std::string accuracy_tables(const std::vector<EvaluatedSample>& samples, const Terminal& terminal);

/// The shape `nhsvalues.evaluate/1`.
std::string accuracy_json(const std::vector<EvaluatedSample>& samples);

/// RFC 4180 with a header, a row a number.
std::string accuracy_csv(const std::vector<EvaluatedSample>& samples);

/// A section a sample.
std::string accuracy_markdown(const std::vector<EvaluatedSample>& samples);

}  // namespace nhs::report
