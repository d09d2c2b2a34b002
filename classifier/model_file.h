#pragma once

#include <string>
#include <string_view>

#include "classifier/model.h"
#include "core/result.h"

namespace nhs::classifier {

/// No model is larger; a larger file is somebody else's and is not read into memory.
inline constexpr std::size_t kLargestModelFile = 24U << 20;

/// A model as bytes: docs/model-format.md. Buckets that the model does not know take a bit each.
std::string encode_model(const Model& model);

/// The reverse. Fails with bad_data (65) for what is not a model, is of another format or of other features,
/// was cut short or changed; allocates no more than a model needs, whatever the bytes say. Pure and
/// thread-safe.
Result<Model> decode_model(std::string_view bytes);

}  // namespace nhs::classifier
