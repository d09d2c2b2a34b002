#pragma once

#include <string>

#include "evaluation/accuracy.h"

namespace nhs::evaluation {

/// Tables in Markdown: measures, then each aspect's labels, then the confusion of sentiments.
std::string as_markdown(const Accuracy& accuracy);

}  // namespace nhs::evaluation
