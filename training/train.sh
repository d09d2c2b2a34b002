#!/bin/sh
# Trains the model and writes models/nhsvalues.model and models/MODEL_CARD.md. What each step does, and how long it
# takes, is in training/network/README.md.
# usage: training/train.sh [--fresh] [--jobs N] [--data DIR] [--labels FILE]
#   --data DIR     holds sentiment/ and values/ (default: ../shared/data)
#   --labels FILE  a team's own labelled posts, as `nhsvalues label` and `export` write them, to learn from too
#   --jobs N       steps side by side, each on a core of its own with up to 2 GB of memory (default: all cores)
#   --fresh        begin anew; without it finished steps are kept
set -eu
root=$(cd "$(dirname "$0")/.." && pwd)
built=$root/build/training
# Debian's, which sees python3-torch; another may come first in PATH.
python=${PYTHON:-/usr/bin/python3}
data=$root/../shared/data labels='' fresh='' jobs=$(nproc)
while [ $# -gt 0 ]; do
  case $1 in
    --data) data=${2:?training/train.sh: --data needs a folder}; shift ;;
    --labels) labels=${2:?training/train.sh: --labels needs a file}; shift ;;
    --jobs) jobs=${2:?training/train.sh: --jobs needs a number}; shift ;;
    --fresh) fresh=yes ;;
    *) sed -n '4,8s/^# //p' "$0" >&2; exit 64 ;;
  esac
  shift
done

missing=''
for program in fasttext npm; do command -v $program >/dev/null || missing="$missing $program"; done
# Without OpenBLAS everything works, fifteen times slower.
for package in python3-torch python3-numpy libopenblas0-pthread; do
  [ "$(dpkg-query -W -f '${db:Status-Status}' $package 2>/dev/null)" = installed ] || missing="$missing $package"
done
[ -z "$missing" ] || { echo "training/train.sh: first: apt-get install$missing" >&2; exit 69; }

cmake -S "$root" -B "$built" -G Ninja -DCMAKE_BUILD_TYPE=Release >/dev/null
cmake --build "$built" --target nhs_train nhs_tokens

[ -z "$fresh" ] || rm -rf "$built/steps"
mkdir -p "$built/steps" "$built/npm"
if ! cmp -s "$root/training/network/package-lock.json" "$built/npm/node_modules/.installed"; then
  cp "$root/training/network/package.json" "$root/training/network/package-lock.json" "$built/npm"
  # No peers: the weights are read, the code that would run them is not needed.
  npm ci --prefix "$built/npm" --legacy-peer-deps --ignore-scripts --no-audit --no-fund
  cp "$built/npm/package-lock.json" "$built/npm/node_modules/.installed"
fi

[ -z "$labels" ] || labels=$(realpath -e "$labels")
data=$(realpath -e "$data")
cd "$root"
export PYTHONDONTWRITEBYTECODE=1
exec "$python" -m training.network --data "$data" --posts "$root/training/data/social" --built "$built" \
  --out "$root/models" --jobs "$jobs" ${labels:+--labels "$labels"}
