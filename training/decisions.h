#pragma once

#include <vector>

#include "classifier/model.h"

namespace nhs::training {

/// A logit of a text that the head had not seen, and whether the label is right for it.
struct HeldOut {
  double logit;
  bool labelled;
};

/// Calibrates by Platt's sigmoid (1999, with his smoothed targets) and sets the threshold where F1 is best on
/// the same texts.
classifier::Decision fit_decision(std::vector<HeldOut> texts);

}  // namespace nhs::training
