#include "classifier/word_network.h"

#include <sys/mman.h>

#include <algorithm>
#include <new>
#include <thread>

#include "classifier/network_loops.h"

namespace nhs::classifier {
namespace {

constexpr std::int16_t kNoOutput = -1;

std::vector<float> transposed_taps(const NetworkParameters& network) {
  const std::size_t filters = network.shape.filters, dims = network.shape.dims;
  std::vector<float> by_dim(network.taps.size());
  for (std::size_t tap = 0; tap < network.shape.taps(); ++tap)
    for (std::size_t f = 0; f < filters; ++f)
      for (std::size_t d = 0; d < dims; ++d)
        by_dim[(tap * dims + d) * filters + f] = network.taps[(tap * filters + f) * dims + d];
  return by_dim;
}

std::vector<float> transposed_hidden(const NetworkParameters& network) {
  const std::size_t features = network.shape.features(), units = network.shape.hidden;
  std::vector<float> by_unit(network.hidden.size());
  for (std::size_t i = 0; i < features; ++i)
    for (std::size_t unit = 0; unit < units; ++unit)
      by_unit[unit * features + i] = network.hidden[i * units + unit];
  return by_unit;
}

/// A power of two that leaves a quarter of the slots free.
std::size_t slots_for(std::size_t words) {
  std::size_t slots = 4;
  while (3 * slots < 4 * words) slots *= 2;
  return slots;
}

}  // namespace

WordNetwork::Table::Table(const NetworkParameters& network)
    : bytes(network.shape.rows() * network.shape.row_bytes()),
      words(slots_for(network.shape.words)),
      mask(words.size() - 1) {
  unknown.place = kAbsent;
  for (const std::uint32_t fingerprint : network.fingerprints) {
    std::size_t at = fingerprint & mask;
    while (words[at].place != kNoWord) at = (at + 1) & mask;
    words[at].fingerprint = fingerprint;
    words[at].place = kAbsent;
  }
  void* pages =
      mmap(nullptr, bytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
  if (pages == MAP_FAILED) throw std::bad_alloc();
  numbers = static_cast<std::int8_t*>(pages);
}

WordNetwork::Table::~Table() { munmap(numbers, bytes); }

WordNetwork::WordNetwork(NetworkParameters parameters)
    : parameters_(std::move(parameters)),
      taps_by_dim_(transposed_taps(parameters_)),
      empty_row_(parameters_.shape.row_bytes()),
      hidden_by_unit_(transposed_hidden(parameters_)),
      table_(std::make_unique<Table>(parameters_)) {
  arrange_heads();
}

void WordNetwork::arrange_heads() {
  const std::size_t units = parameters_.shape.units();
  output_of_column_.fill(kNoOutput);
  heads_by_unit_.assign(units * column::row, 0);
  for (std::size_t o = 0; o < parameters_.columns.size(); ++o) {
    const std::size_t c = parameters_.columns[o];
    output_of_column_[c] = static_cast<std::int16_t>(o);
    if (c >= column::row) continue;
    biases_[c] = parameters_.head_bias[o];
    for (std::size_t i = 0; i < units; ++i)
      heads_by_unit_[i * column::row + c] = parameters_.head[o * units + i];
  }
}

const float* WordNetwork::head_of(std::size_t column) const {
  const std::int16_t output = output_of_column_[column];
  if (output == kNoOutput) return nullptr;
  return &parameters_.head[static_cast<std::size_t>(output) * parameters_.shape.units()];
}

float WordNetwork::head_bias_of(std::size_t column) const {
  const std::int16_t output = output_of_column_[column];
  return output == kNoOutput ? 0 : parameters_.head_bias[static_cast<std::size_t>(output)];
}

std::uint32_t WordNetwork::make_row(Word& word) const {
  std::uint32_t found = kAbsent;
  if (!word.place.compare_exchange_strong(found, kInTheMaking, std::memory_order_acquire)) {
    // Another thread is at it, for some microseconds.
    while ((found = word.place.load(std::memory_order_acquire)) < kFirstPlace) std::this_thread::yield();
    return found;
  }
  const NetworkShape& shape = parameters_.shape;
  const std::size_t row = number_of(word);
  std::vector<float> embedding(shape.dims);
  for (std::size_t d = 0; d < shape.dims; ++d)
    embedding[d] =
        parameters_.scale_of_row[row] * static_cast<float>(parameters_.embedding[row * shape.dims + d]);
  const std::uint32_t place = table_->next_place.fetch_add(1, std::memory_order_relaxed);
  std::int8_t* numbers = row_at(place);
  std::size_t tap = 0;
  for (std::size_t width = 0; width < shape.widths; ++width)
    for (std::size_t i = 0; i <= width; ++i, ++tap)
      convolve(&taps_by_dim_[tap * shape.dims * shape.filters], embedding.data(), shape.dims, shape.filters,
               &parameters_.table_scale[width * shape.filters], numbers + tap * shape.filters);
  word.place.store(place, std::memory_order_release);
  return place;
}

std::size_t WordNetwork::number_of(const Word& word) const {
  if (&word == &table_->unknown) return 0;
  const std::vector<std::uint32_t>& all = parameters_.fingerprints;
  return static_cast<std::size_t>(std::lower_bound(all.begin(), all.end(), word.fingerprint) - all.begin()) +
         1;
}

}  // namespace nhs::classifier
