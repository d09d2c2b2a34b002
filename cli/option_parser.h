#pragma once

/// CLI11's types by name alone: its one header takes seconds to compile, and half of this folder only passes
/// them on. Who declares options includes <CLI/CLI.hpp>.
namespace CLI {
class App;
class Option;
class Validator;
}  // namespace CLI
