#!/usr/bin/env bash
# Evaluates the check of each host in a process of its own, so that memory is that of as many hosts as run at once.
#
#   ./evaluate.sh [PREFIX]    hosts whose check begins with PREFIX, such as host-builder-; all without one
#
#   PARALLEL  how many at once (2)
#   SYSTEM    of the checks (x86_64-linux)
set -euo pipefail

export CHECKS=.#checks.${SYSTEM:-x86_64-linux}
prefix=${1:-}

names=$(nix eval --json "$CHECKS" --apply builtins.attrNames | jq --raw-output --arg prefix "$prefix" '.[] | select(startswith($prefix))')
if [[ -z $names ]]; then
  printf 'no check of %s begins with "%s"\n' "$CHECKS" "$prefix" >&2
  exit 2
fi

# xargs goes on after a host that fails, and ends with 123.
# shellcheck disable=SC2016 # the inner shell's own arguments
xargs --max-procs="${PARALLEL:-2}" --replace bash -c '
  if output=$(nix eval --raw "$CHECKS.$1.drvPath" 2>&1); then
    printf "ok     %s\n" "$1"
  else
    printf "failed %s\n%s\n" "$1" "$output"
    exit 1
  fi
' host {} <<<"$names"
