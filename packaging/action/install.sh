#!/usr/bin/env bash
# Gets the program that a release of this repository has for the machine, and makes sure that it is the one.
#
# Reads PMLINT_REPOSITORY, PMLINT_VERSION and PMLINT_CHECKSUM; writes `version` and `program` to GITHUB_OUTPUT.
set -euo pipefail

# shellcheck source=packaging/action/fail.sh
. "$GITHUB_ACTION_PATH/packaging/action/fail.sh"

version=${PMLINT_VERSION#v}
if [[ -z $version ]]; then
  version=$(sed -n 's/^version = "\(.*\)"$/\1/p' "$GITHUB_ACTION_PATH/Cargo.toml")
fi
if [[ ! $version =~ ^[0-9]+\.[0-9]+\.[0-9]+(-[0-9A-Za-z.-]+)?$ ]]; then
  fail "the version \`$version\` is none; write one such as 0.1.0, or leave \`version\` out"
fi

ending=.tar.gz
# The static build runs on every Linux, whatever its C library.
case $RUNNER_OS-$RUNNER_ARCH in
  Linux-X64) target=x86_64-unknown-linux-musl ;;
  Linux-ARM64) target=aarch64-unknown-linux-musl ;;
  macOS-X64) target=x86_64-apple-darwin ;;
  macOS-ARM64) target=aarch64-apple-darwin ;;
  Windows-X64) target=x86_64-pc-windows-msvc ending=.zip ;;
  Windows-ARM64) target=aarch64-pc-windows-msvc ending=.zip ;;
  *) fail "there is no program for $RUNNER_OS on $RUNNER_ARCH; build it with \`cargo install pmlint\`, and run it without this action" ;;
esac

# An action of the repository itself (`uses: ./`) has no repository of its own.
repository=${PMLINT_REPOSITORY:-$GITHUB_REPOSITORY}
archive=pmlint-$target$ending
address=$GITHUB_SERVER_URL/$repository/releases/download/v$version/$archive
folder=$(mktemp -d "$RUNNER_TEMP/pmlint.XXXXXX")

get() {
  curl --fail --silent --show-error --location --proto-redir '=https' --retry 3 --output "$2" "$1" ||
    fail "cannot get $1; does the release v$version exist?"
}

get "$address" "$folder/$archive"
expected=$PMLINT_CHECKSUM
if [[ -z $expected ]]; then
  get "$address.sha256" "$folder/$archive.sha256"
  expected=$(cut -d ' ' -f 1 "$folder/$archive.sha256")
fi
if command -v sha256sum >/dev/null; then
  actual=$(sha256sum <"$folder/$archive" | cut -d ' ' -f 1)
else
  actual=$(shasum -a 256 <"$folder/$archive" | cut -d ' ' -f 1)
fi
if [[ $actual != "$expected" ]]; then
  fail "$address is not what it should be: its SHA-256 is $actual instead of $expected; nothing of it was run"
fi

if [[ $ending == .zip ]]; then
  unzip -q "$folder/$archive" -d "$folder"
  program=$folder/pmlint-$target/pmlint.exe
else
  tar -xzf "$folder/$archive" -C "$folder"
  program=$folder/pmlint-$target/pmlint
fi
said=$("$program" --version) || fail "the program of $address does not run on this machine"
if [[ $said != "pmlint $version" ]]; then
  fail "the program of $address says that it is \`$said\`, not pmlint $version"
fi
echo "$said, from $address"
{
  echo "version=$version"
  echo "program=$program"
} >>"$GITHUB_OUTPUT"
