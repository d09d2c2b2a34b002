// Nothing: CMake makes precompiled headers only beside a source.
