#!/bin/sh
# Trains the model and writes models/nhsvalues.model and models/MODEL_CARD.md. The same data give the same bytes.
# usage: training/train.sh [--data DIR]   DIR holds sentiment/ and values/ (default: ../shared/data)
set -eu
root=$(cd "$(dirname "$0")/.." && pwd)
data=$root/../shared/data
case ${1-} in
  --data) data=${2:?training/train.sh: --data needs a folder} ;;
  '') ;;
  *) sed -n '2,3s/^# //p' "$0" >&2; exit 64 ;;
esac
cmake -S "$root" -B "$root/build/training" -G Ninja -DCMAKE_BUILD_TYPE=Release >/dev/null
cmake --build "$root/build/training" --target nhs_train
exec "$root/build/training/training/nhs_train" "$data" "$root/training/data/social" "$root/models"
