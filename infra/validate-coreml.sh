#!/usr/bin/env bash
# Asks Apple's own validator about Core ML files: infra/validate-coreml.sh FILE…
# Compiles it from the public source of coremltools at a fixed commit, once (some minutes). COREMLTOOLS names a clone that is at hand.
# It wants git, g++, protoc and protobuf's C++ headers (Debian: g++ protobuf-compiler libprotobuf-dev).
set -euo pipefail

commit=e0e2f42b0b7c601958c0c2b53ce12c8a39023d00
build=$(realpath "$(dirname "$0")/..")/artifacts/coreml-validator
validator=$build/coreml-validator

compile() {
  mkdir -p "$build/objects"
  if [ -z "${COREMLTOOLS:-}" ]; then
    COREMLTOOLS=$build/clone
    [ -d "$COREMLTOOLS" ] || git clone --quiet --no-checkout --filter=blob:none https://github.com/apple/coremltools "$COREMLTOOLS"
  fi
  git -C "$COREMLTOOLS" archive "$commit" mlmodel/format mlmodel/src mlmodel/build | tar -x -C "$build"
  cd "$build/mlmodel"
  # The generated classes that lie there are of another version of protobuf than the system's.
  protoc --cpp_out=build/format -Iformat format/*.proto
  cat >"$build/validate.cpp" <<'CPP'
#include <fstream>
#include <iostream>
#include "Format.hpp"
#include "Result.hpp"
#include "Validation/Validators.hpp"
#include "../build/format/Model.pb.h"

using namespace CoreML;

static Result judge(const Specification::Model& model) {
  Result result = validateModelDescription(
      model.description(), model.specificationversion(), ValidationPolicy(MLModelType_neuralNetworkClassifier));
  return result.good() ? validate<MLModelType_neuralNetworkClassifier>(model) : result;
}

int main(int count, char** files) {
  bool good = true;
  for (int i = 1; i < count; i++) {
    std::ifstream file(files[i], std::ios::binary);
    Specification::Model model;
    bool parsed = model.ParseFromIstream(&file);
    Result result = parsed ? judge(model) : Result();
    bool valid = parsed && result.good();
    std::cout << files[i] << ": " << (valid ? "valid" : parsed ? result.message() : "not a Core ML file") << std::endl;
    good = good && valid;
  }
  return good ? 0 : 1;
}
CPP
  for source in build/format/*.pb.cc src/*.cpp src/transforms/*.cpp src/Validation/*.cpp src/Validation/NeuralNetwork/*.cpp "$build/validate.cpp"; do
    object=$build/objects/$(basename "$source").o
    # This one hashes with a library of macOS, and validates nothing.
    [ "$source" = src/HashOutputStreamBuf.cpp ] || [ -f "$object" ] ||
      g++ -std=c++17 -O0 -w -I. -Isrc -Ibuild -Ibuild/format -c "$source" -o "$object"
  done
  g++ "$build"/objects/*.o -lprotobuf -o "$validator"
}

[ $# -gt 0 ] || { echo "usage: infra/validate-coreml.sh FILE…" >&2; exit 2; }
[ -x "$validator" ] || (compile)
exec "$validator" "$@"
