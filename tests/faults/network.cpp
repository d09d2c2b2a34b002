// nhs_fault_network: networks on loopback in which things happen when a script says so, by lines on stdin;
// each is answered by a line. Ends when stdin does, so that no script leaves servers behind.
//   sources FILE | happen N | everywhere | trouble on|off | outage on|off | ledger FILE
#include <fmt/format.h>

#include <cstdio>
#include <fstream>
#include <iostream>
#include <sstream>
#include <string>

#include "tests/faults/world.h"

namespace {

using nhs::test::World;
using nhs::test::WorldSize;

/// MASTODON FEEDS BLUESKY POSTS SEED EVERY
WorldSize size_of(char** words) {
  WorldSize size;
  size.mastodon = std::stoul(words[1]);
  size.feeds = std::stoul(words[2]);
  size.bluesky = std::stoul(words[3]);
  size.posts_each = std::stoul(words[4]);
  size.seed = std::stoull(words[5]);
  size.every = words[6];
  return size;
}

bool write_file(const std::string& name, const std::string& text) {
  std::ofstream file{name};
  file << text;
  file.close();
  return static_cast<bool>(file);
}

/// False where the line says nothing that is known, or could not be done.
bool carry_out(World& world, const std::string& line) {
  std::istringstream words{line};
  std::string what;
  std::string rest;
  words >> what >> rest;
  if (what == "happen")
    world.happen(std::stoi(rest));
  else if (what == "everywhere")
    world.publish_everywhere();
  else if (what == "trouble")
    world.trouble(rest == "on");
  else if (what == "outage")
    world.outage(rest == "on");
  else if (what == "sources")
    return write_file(rest, world.sources(std::filesystem::path{rest}.parent_path()));
  else if (what == "ledger")
    return write_file(rest, world.ledger());
  else
    return false;
  return true;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 7) {
    fmt::print(stderr, "usage: nhs_fault_network MASTODON FEEDS BLUESKY POSTS SEED EVERY\n");
    return 64;
  }
  try {
    World world{size_of(argv)};
    for (std::string line; std::getline(std::cin, line);) {
      fmt::print("{}\n", carry_out(world, line) ? "done" : "not done");
      std::fflush(stdout);
    }
  } catch (const std::exception& mistake) {
    fmt::print(stderr, "nhs_fault_network: {}\n", mistake.what());
    return 70;
  }
  return 0;
}
