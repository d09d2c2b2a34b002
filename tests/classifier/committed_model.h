#pragma once

#include <fstream>
#include <iterator>
#include <stdexcept>
#include <string>

#include "classifier/classifier.h"

inline std::string committed_model_bytes() {
  std::ifstream stream(NHS_SOURCE_DIR "/models/nhsvalues.model", std::ios::binary);
  return {std::istreambuf_iterator<char>(stream), {}};
}

/// The model that ships, loaded once for all tests of the program.
inline const nhs::classifier::Classifier& committed_model() {
  static const auto model = [] {
    auto loaded = nhs::classifier::load_model(NHS_SOURCE_DIR "/models/nhsvalues.model");
    if (!loaded) throw std::runtime_error(loaded.error().message);
    return std::move(*loaded);
  }();
  return *model;
}
