#pragma once

#include <string>

#include "classifier/model.h"
#include "training/corpus.h"

namespace nhs::training {

/// The model card, in Markdown: what the model is made of, what it is good for and how well it does on the
/// development files.
Result<std::string> model_card(classifier::Model model, std::size_t bytes, const Corpus& corpus,
                               const DataPlaces& places);

}  // namespace nhs::training
