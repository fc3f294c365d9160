#!/usr/bin/env bash
# Builds what a release publishes, and tries it:
#
#   build.sh sources FOLDER            what is the same for all machines: the source distribution, the
#                                      launcher for npm
#   build.sh vscode FOLDER             the extension for VS Code
#   build.sh TARGET FOLDER [PROFILE]   what is for one target, built out of the source distribution: the
#                                      archive, the wheel, the package for npm
#
# Needs cargo with that target, Python and npm.
set -euo pipefail

target=${1:?name the target, or sources}
mkdir -p "${2:?name the folder to write to}"
out=$(cd "$2" && pwd)
profile=${3:-release}
cd "$(dirname "$0")/.."
root=$PWD
export CARGO_TARGET_DIR=${CARGO_TARGET_DIR:-$root/target}

if [[ $target == vscode ]]; then
  mkdir -p "$out/archives"
  cd editors/vscode
  npm ci --loglevel=error --no-audit --no-fund
  npm run package
  cd "$out/archives"
  name=pmlint-vscode-$(node -p 'require(process.argv[1]).version' "$root/editors/vscode/package.json").vsix
  cp "$root/editors/vscode/pmlint.vsix" "$name"
  sha256sum "$name" >"$name.sha256"
  exit
fi

scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT

python=$(command -v python3 || command -v python)
if ! command -v maturin >/dev/null; then
  "$python" -m venv "$scratch/python"
  PATH=$scratch/python/bin:$scratch/python/Scripts:$PATH
  pip install --quiet --disable-pip-version-check --requirement packaging/requirements.txt
fi

sources() {
  (cd packaging/python && maturin sdist --out "$1")
}

if [[ $target == sources ]]; then
  sources "$out/python"
  "$python" packaging/pack.py npm --out "$out/npm"
  exit
fi

sources "$scratch"
tar -xzf "$scratch"/pmlint-*.tar.gz -C "$scratch"
options=(--profile "$profile" --locked --strip --target "$target" --out "$out/python")
case $target in
  # For C libraries as old as the name of the wheel says.
  *-linux-gnu) options+=(--zig --compatibility manylinux_2_17) ;;
  *-linux-musl) options+=(--zig --compatibility musllinux_1_2) ;;
esac
(cd "$scratch"/pmlint-*/ && maturin build "${options[@]}")

program=pmlint
if [[ $target == *-windows-* ]]; then
  program=pmlint.exe
fi
# cargo calls the folder of the profile `dev` otherwise.
binary=$CARGO_TARGET_DIR/$target/${profile/#dev/debug}/$program
"$python" packaging/pack.py archive --target "$target" --binary "$binary" --out "$out/archives"
"$python" packaging/pack.py npm-binary --target "$target" --binary "$binary" --out "$out/npm"

# It runs, and it finds what is wrong.
"$binary" --version
code=0
"$binary" --format short fixtures/first-look || code=$?
if [[ $code -ne 1 ]]; then
  echo "build.sh: the program ended with $code on a document that is wrong" >&2
  exit 1
fi
