#!/usr/bin/env bash
# Runs the program on what the inputs name, and ends as it ends.
#
# Reads PMLINT_PROGRAM and the inputs PMLINT_PATHS, PMLINT_FAIL_ON, PMLINT_ARGS, PMLINT_ANNOTATIONS and
# PMLINT_SARIF; writes `exit-code` and `sarif` to GITHUB_OUTPUT. The program itself writes the summary.
set -euo pipefail

# shellcheck source=packaging/action/fail.sh
. "$GITHUB_ACTION_PATH/packaging/action/fail.sh"

# Adds the lines of a text to `arguments`, without those that are empty.
add_lines() {
  local line
  while IFS= read -r line || [[ -n $line ]]; do
    line=${line%$'\r'}
    if [[ -n $line ]]; then
      arguments+=("$line")
    fi
  done <<<"$1"
}

arguments=(check)
case $PMLINT_ANNOTATIONS in
  true) arguments+=(--format github) ;;
  false) arguments+=(--format human) ;;
  *) fail "annotations is \`$PMLINT_ANNOTATIONS\`; write true or false" ;;
esac
if [[ -n $PMLINT_SARIF ]]; then
  arguments+=(--format "sarif=$PMLINT_SARIF")
fi
if [[ -n $PMLINT_FAIL_ON ]]; then
  arguments+=("--fail-on=$PMLINT_FAIL_ON")
fi
add_lines "$PMLINT_ARGS"
arguments+=(--)
add_lines "$PMLINT_PATHS"

code=0
"$PMLINT_PROGRAM" "${arguments[@]}" || code=$?

echo "exit-code=$code" >>"$GITHUB_OUTPUT"
if [[ -n $PMLINT_SARIF && -f $PMLINT_SARIF ]]; then
  sarif=$(cd "$(dirname "$PMLINT_SARIF")" && pwd)/$(basename "$PMLINT_SARIF")
  # The steps that follow know no paths of this shell on Windows.
  if command -v cygpath >/dev/null; then
    sarif=$(cygpath --mixed "$sarif")
  fi
  echo "sarif=$sarif" >>"$GITHUB_OUTPUT"
fi
exit "$code"
