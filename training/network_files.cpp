#include "training/network_files.h"

#include <fmt/core.h>

#include <fstream>
#include <iterator>

namespace nhs::training {
namespace {

Result<classifier::WordNetwork> read_network(const std::filesystem::path& file) {
  std::ifstream stream(file, std::ios::binary);
  const std::string bytes{std::istreambuf_iterator<char>(stream), {}};
  if (!stream.good() && !stream.eof())
    return fail(ExitStatus::no_input, fmt::format("{}: cannot be read", file.string()));
  auto network = classifier::decode_network(bytes);
  if (!network)
    return fail(network.error().status, fmt::format("{}: {}", file.string(), network.error().message));
  return classifier::WordNetwork(std::move(*network));
}

std::filesystem::path held_out_file(const std::filesystem::path& file, std::uint32_t fold) {
  const std::filesystem::path held_out = fmt::format("{}.fold{}", file.string(), fold);
  if (std::filesystem::exists(held_out)) return held_out;
  fmt::print(stderr, "{}: not there, so thresholds rest on texts that the network has learned\n",
             held_out.string());
  return file;
}

}  // namespace

Result<std::vector<classifier::WordNetwork>> read_networks(const std::vector<std::filesystem::path>& files,
                                                           std::optional<std::uint32_t> held_out) {
  std::vector<classifier::WordNetwork> networks;
  for (const std::filesystem::path& file : files) {
    auto network = read_network(held_out ? held_out_file(file, *held_out) : file);
    if (!network) return tl::unexpected(network.error());
    networks.push_back(std::move(*network));
  }
  return networks;
}

}  // namespace nhs::training
