#pragma once

#include <string>
#include <vector>

#include "core/classification.h"
#include "training/labelled.h"

namespace nhs::training {

/// A text's labels and what the classifier said of it.
struct Judged {
  LabelledText labelled;
  Classification found;
};

/// A share or score with its 95 % interval (percentile bootstrap over texts, seeded).
struct Measure {
  std::string name;
  double value;
  double low;
  double high;
  std::size_t texts;
};

/// All measures that the labels allow: F1 a value, macro and micro; direction of rightly found values;
/// sentiment accuracy and macro-recall; kind macro-F1; groups F1 over all four; the share of texts left
/// unclassified.
std::vector<Measure> measure(const std::vector<Judged>& texts);

/// One a line: name, value, interval, number.
std::string as_table(const std::vector<Measure>& measures);

}  // namespace nhs::training
