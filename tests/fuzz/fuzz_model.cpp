#include <array>
#include <cstring>

#include "classifier/hash.h"
#include "classifier/model_classifier.h"
#include "classifier/model_file.h"
#include "tests/fuzz/promise.h"

using namespace nhs;
using namespace nhs::classifier;
using namespace nhs::test;

namespace {

constexpr std::size_t kHeader = 40, kPayloadBytesAt = 24, kChecksumAt = 32;

/// As docs/model-format.md describes it, so that changed bytes get past the gate that it is.
std::uint64_t checksum(std::string_view bytes) {
  std::uint64_t hash = fnv_step(kFnvOffset, bytes.size());
  for (std::size_t i = 0; i < bytes.size(); i += sizeof hash) {
    std::uint64_t word = 0;
    std::memcpy(&word, &bytes[i], std::min(sizeof word, bytes.size() - i));
    hash = fnv_step(hash, word);
  }
  return spread(hash);
}

/// A model that knows one bucket, to be changed.
const std::string& smallest_model() {
  static const std::string bytes = [] {
    Model model;
    model.version = "fuzz";
    model.vocabulary.resize((std::size_t{1} << kVocabularyBits) / 64);
    model.rarity.resize(kBuckets);
    model.rarity.front() = 16;
    model.weights.assign(kBuckets, {});
    return encode_model(model);
  }();
  return bytes;
}

constexpr std::uint8_t kMostEdits = 15;

/// The smallest model with so many bytes changed as the first byte says (of each: three bytes say where, one
/// says what), and what is left of the input as a network behind it.
std::string changed_model(std::string_view input) {
  constexpr std::size_t edit = 4;
  std::string bytes = smallest_model();
  std::size_t edits = input.empty() ? 0 : static_cast<unsigned char>(input.front());
  input.remove_prefix(std::min<std::size_t>(1, input.size()));
  for (; edits > 0 && input.size() >= edit; --edits, input.remove_prefix(edit)) {
    std::uint32_t place = 0;
    std::memcpy(&place, input.data(), edit);
    bytes[kHeader + (place >> 8) % (bytes.size() - kHeader)] = static_cast<char>(place & 0xFF);
  }
  if (!input.empty()) {
    const std::uint64_t length = input.size();
    bytes.append(reinterpret_cast<const char*>(&length), sizeof length).append(input);
  }
  const std::uint64_t payload = bytes.size() - kHeader;
  const std::uint64_t sum = checksum(std::string_view(bytes).substr(kHeader));
  std::memcpy(&bytes[kPayloadBytesAt], &payload, sizeof payload);
  std::memcpy(&bytes[kChecksumAt], &sum, sizeof sum);
  return bytes;
}

void must_be_refused_well(const Error& error) {
  must(error.status == ExitStatus::bad_data, "what is no model is bad data");
  must(is_one_short_line(error.message), "a refusal is one line");
}

void check_network(std::string_view section) {
  const auto network = decode_network(section);
  if (!network) return must_be_refused_well(network.error());
  must(encode_network(*network) == section, "a network survives reading and writing to the byte");
}

void check_changed_model(std::string_view input) {
  auto model = decode_model(changed_model(input));
  if (!model) return must_be_refused_well(model.error());
  const auto again = decode_model(encode_model(*model));
  must(again.has_value(), "a model that was read can be written and read");
  // Whatever its numbers are, it judges or leaves alone.
  const ModelClassifier classifier(std::move(*model));
  const Classification found = classifier.classify("The nurses were so kind, but nobody told us anything :(",
                                                   "en", Domain::automatic, StatedLanguage::certain);
  must(found.sentiment.has_value() && found.kind.has_value(), "a judgement is whole");
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view input = text_of(data, size);
  if (const auto model = decode_model(input); !model) must_be_refused_well(model.error());
  check_network(input);
  // A whole model takes a hundred times as long as a network: only inputs of few changes go there.
  if (size > 0 && data[0] <= kMostEdits) check_changed_model(input);
  return 0;
}
