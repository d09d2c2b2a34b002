#include "config/keys_in_force.h"

#include <fmt/format.h>

#include <algorithm>

#include "config/option_reader.h"

namespace nhs::config {
namespace {

KeyInForce* find(std::vector<KeyInForce>& keys, std::string_view key) {
  const auto found =
      std::find_if(keys.begin(), keys.end(), [key](const KeyInForce& each) { return each.key == key; });
  return found == keys.end() ? nullptr : &*found;
}

}  // namespace

std::string fingerprint(const Config& config) {
  // Fowler, Noll and Vo, draft-eastlake-fnv: offset basis and prime of 64 bits.
  std::uint64_t hash = 0xcbf29ce484222325;
  const auto add = [&hash](std::string_view text) {
    for (const char byte : text) hash = (hash ^ static_cast<unsigned char>(byte)) * 0x100000001b3;
  };
  for (const KeyInForce& each : config.keys) {
    add(each.key);
    add("=");
    add(each.value);
    add("\n");
  }
  return fmt::format("{:016x}", hash);
}

std::vector<std::string> keep_until_restart(Config& read, const Config& in_force) {
  Place place;
  place.config = &read;
  place.folder = std::filesystem::absolute(in_force.file).parent_path();
  std::vector<KeyInForce> before = in_force.keys;
  std::vector<std::string> kept;
  for (const Option& option : option_table()) {
    if (option.applies != Applies::on_restart) continue;
    KeyInForce* const now = find(read.keys, option.key);
    const KeyInForce* const then = find(before, option.key);
    if (now == nullptr || then == nullptr || now->value == then->value) continue;
    now->value = then->value;
    put_written(option, then->value, place);
    kept.emplace_back(option.key);
  }
  // The environment may name another than the file does.
  read.database = in_force.database;
  return kept;
}

}  // namespace nhs::config
