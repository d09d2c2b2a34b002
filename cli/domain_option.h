#pragma once

#include <string>

#include "classifier/classifier.h"
#include "cli/choice.h"

namespace nhs::cli {

/// `--domain auto|patient|post`: the register that texts are judged by.
class DomainOption {
 public:
  void add_to(Command command) {
    command.add_option("--domain", name_, "The texts' register")
        .transform(one_of("domain", {"auto", "patient", "post"}))
        .capture_default_str();
  }
  classifier::Domain domain() const {
    if (name_ == "patient") return classifier::Domain::patient;
    return name_ == "post" ? classifier::Domain::post : classifier::Domain::automatic;
  }

 private:
  std::string name_ = "auto";
};

}  // namespace nhs::cli
