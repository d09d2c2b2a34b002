#pragma once

#include <algorithm>
#include <cstdint>
#include <string>
#include <vector>

#include "classifier/word_network.h"
#include "classifier/word_sequence.h"

/// A word of a vocabulary with its embedding in 8-bit steps.
struct EmbeddedWord {
  std::string form;
  std::vector<std::int8_t> steps;
};

/// A network of these words whose other numbers are all zero but for scales of rows (1) and tables (1).
inline nhs::classifier::NetworkParameters blank_network(std::uint32_t dims, std::uint32_t filters,
                                                        std::uint32_t widths, std::vector<EmbeddedWord> words,
                                                        std::vector<std::uint32_t> columns,
                                                        std::uint32_t hidden = 0) {
  using nhs::classifier::word_fingerprint;
  std::sort(words.begin(), words.end(), [](const EmbeddedWord& a, const EmbeddedWord& b) {
    return word_fingerprint(a.form) < word_fingerprint(b.form);
  });
  nhs::classifier::NetworkParameters network;
  network.shape = {static_cast<std::uint32_t>(words.size()),  dims, filters, widths, hidden,
                   static_cast<std::uint32_t>(columns.size())};
  network.embedding.assign(dims, 0);
  for (const EmbeddedWord& word : words) {
    network.fingerprints.push_back(word_fingerprint(word.form));
    network.embedding.insert(network.embedding.end(), word.steps.begin(), word.steps.end());
  }
  network.scale_of_row.assign(network.shape.rows(), 1);
  network.taps.assign(network.shape.row_bytes() * dims, 0);
  network.table_scale.assign(network.shape.features(), 1);
  network.bias.assign(network.shape.features(), 0);
  network.hidden.assign(network.shape.features() * hidden, 0);
  network.hidden_bias.assign(hidden, 0);
  network.columns = std::move(columns);
  network.head.assign(network.shape.outputs * network.shape.units(), 0);
  network.head_bias.assign(network.shape.outputs, 0);
  return network;
}
