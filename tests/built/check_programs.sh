#!/bin/bash
# Looks at the built programs themselves: the compiler's and linker's protection is in them, and they need nothing at
# run time but the Debian packages that NOTICE lists. What the flags say is no proof: one library built without them
# would do.
# usage: check_programs.sh NOTICE PROGRAM…
set -euo pipefail
notice=$1; shift
failed=0
wrong() { echo "$1: $2" >&2; failed=1; }

hardening() { # PROGRAM
  local headers symbols
  headers=$(readelf --wide --file-header --program-headers --dynamic "$1")
  symbols=$(readelf --wide --dyn-syms "$1")
  has() { grep -qE "$2" <<<"$3" || wrong "$1" "$4"; }
  has "$1" 'Type: +DYN .Position-Independent Executable' "$headers" "is no position-independent executable"
  has "$1" 'GNU_RELRO' "$headers" "has no read-only relocations (RELRO)"
  has "$1" 'FLAGS.*BIND_NOW|Flags:.* NOW' "$headers" "binds its symbols late, so that RELRO is partial"
  has "$1" 'GNU_STACK .* RW ' "$headers" "has a stack that can be executed"
  has "$1" '__stack_chk_fail' "$symbols" "has no stack protector"
  has "$1" '__(memcpy|snprintf|vsnprintf|sprintf|read|memset|strcpy|memmove)_chk' "$symbols" "has no fortified call"
  ! grep -qE '\((RPATH|RUNPATH)\)' <<<"$headers" || wrong "$1" "looks for libraries in a folder of its own (RPATH)"
  ! grep -qE 'LOAD .* RWE ' <<<"$headers" || wrong "$1" "has memory that can be both written and executed"
}

# Debian's lists may know a file with or without /usr. Sets `package`; asking takes a while, so each is asked for once.
declare -A known=()
find_package() { # FILE
  if [ -z "${known[$1]+asked}" ]; then
    known[$1]=$(dpkg-query -S "$1" "${1#/usr}" "/usr$1" 2>/dev/null | sed 's/[:,].*//' | head -1) || true
  fi
  package=${known[$1]}
}

libraries() { # PROGRAM
  local name file package all
  all=$(ldd "$1")
  for name in $(readelf --dynamic "$1" | sed -n 's/.*(NEEDED).*\[\(.*\)\]/\1/p'); do
    file=$(awk -v name="$name" '$1 == name { print $3 } $1 ~ "/" name "$" { print $1 }' <<<"$all" | head -1)
    find_package "$(realpath "${file:-/nowhere}")"
    if [ -z "$package" ]; then wrong "$1" "needs $name, which is in no Debian package"
    elif ! grep -qE "^  ${package//+/\\+} " "$notice"; then wrong "$1" "needs $name of $package, which NOTICE does not list"
    else needed+=("$package"); fi
  done
}

needed=()
for program in "$@"; do
  [ -x "$program" ] || { wrong "$program" "is not there"; continue; }
  hardening "$program"
  libraries "$program"
done

listed=$(sed -n '/^Needed at run time/,/^Compiled in/s/^  \([a-z0-9.+-]*\) .*/\1/p' "$notice" | grep -v '^package$')
for package in $listed; do
  printf '%s\n' "${needed[@]}" | grep -qxF "$package" || wrong NOTICE "lists $package, which no program needs"
done
exit $failed
