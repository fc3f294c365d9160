#!/usr/bin/env python3
"""Packs what a release publishes. targets.json beside this file says for which machines.

The same binary gives the same files, whenever and wherever it is packed.
"""

import argparse
import gzip
import hashlib
import json
import re
import shutil
import subprocess
import sys
import tarfile
import tempfile
import tomllib
import zipfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
TARGETS = json.loads((ROOT / "packaging/targets.json").read_text("utf-8"))
PACKAGE = tomllib.loads((ROOT / "Cargo.toml").read_text("utf-8"))["package"]
VERSION = PACKAGE["version"]
EXTENSION = "editors/vscode/package.json"
BESIDE = ["README.md", "CHANGELOG.md", "LICENSE-MIT", "LICENSE-APACHE"]
EPOCH = (1980, 1, 1, 0, 0, 0)


def notes():
    """The section of CHANGELOG.md about this version; nothing where there is none."""
    text = (ROOT / "CHANGELOG.md").read_text("utf-8")
    pattern = rf"^## \[?{re.escape(VERSION)}\]?[^\n]*\n(.*?)(?=^## |\Z)"
    found = re.search(pattern, text, re.MULTILINE | re.DOTALL)
    return found.group(1).strip() if found else ""


def problems(tag):
    """What keeps this tree from being released under a tag."""
    if tag is not None and tag != f"v{VERSION}":
        yield f"the tag is {tag}, but Cargo.toml says {VERSION}: tag v{VERSION}, or change the version"
    if not notes():
        yield f"CHANGELOG.md has no section `## {VERSION}`: say there what is new"
    if not PACKAGE.get("repository"):
        yield "Cargo.toml has no `repository`: cargo binstall, npm and crates.io need its address"
    if json.loads((ROOT / EXTENSION).read_text("utf-8"))["publisher"] == "OWNER":
        yield f"{EXTENSION} says the publisher OWNER: write under whose name it is to appear in VS Code"
    for file in sorted(ROOT.glob("README*.md")):
        if "OWNER/pmlint" in file.read_text("utf-8"):
            yield f"{file.name} says OWNER/pmlint: write where this repository lies"


def plan(arguments):
    """Prints what the jobs of a release need to know, as lines for GITHUB_OUTPUT."""
    found = list(problems(arguments.tag))
    for problem in found:
        print(f"pack.py: {problem}", file=sys.stderr)
    if found and arguments.tag is not None:
        sys.exit(1)
    print(f"version={VERSION}")
    print(f"targets={json.dumps(TARGETS)}")


def packed(target, binary):
    """The files of an archive, with their place in it and whether they can be run."""
    folder = f"pmlint-{target}"
    yield binary, f"{folder}/{binary.name}", 0o755
    for name in BESIDE:
        yield ROOT / name, f"{folder}/{name}", 0o644


def write_zip(path, files):
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for source, name, mode in files:
            info = zipfile.ZipInfo(name, EPOCH)
            info.external_attr = mode << 16
            info.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(info, source.read_bytes())


def write_tar(path, files):
    with open(path, "wb") as file, gzip.GzipFile("", "wb", mtime=0, fileobj=file) as packed_file:
        with tarfile.open(fileobj=packed_file, mode="w", format=tarfile.USTAR_FORMAT) as archive:
            for source, name, mode in files:
                info = tarfile.TarInfo(name)
                info.size, info.mode = source.stat().st_size, mode
                with open(source, "rb") as content:
                    archive.addfile(info, content)


def archive(arguments):
    """Writes the archive of a target, and its checksum beside it."""
    arguments.out.mkdir(parents=True, exist_ok=True)
    is_windows = "windows" in arguments.target
    ending, write = (".zip", write_zip) if is_windows else (".tar.gz", write_tar)
    path = arguments.out / f"pmlint-{arguments.target}{ending}"
    write(path, packed(arguments.target, arguments.binary))
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    path.with_name(path.name + ".sha256").write_bytes(f"{digest}  {path.name}\n".encode())
    print(path)


def npm_name(npm):
    """The name of the package with the binary of a target."""
    libc = {"glibc": "-gnu", "musl": "-musl", None: ""}[npm.get("libc")]
    return f"pmlint-{npm['os']}-{npm['cpu']}{libc}"


def npm_manifest(name):
    """What the manifest of every package says."""
    manifest = {
        "name": name,
        "version": VERSION,
        "description": PACKAGE["description"],
        "keywords": PACKAGE["keywords"],
        "license": f"({PACKAGE['license']})",
        "files": ["bin", "LICENSE-*"],
    }
    if PACKAGE.get("repository"):
        manifest["repository"] = {"type": "git", "url": f"git+{PACKAGE['repository']}.git"}
    return manifest


def npm_binary(arguments):
    """Packs the npm package with the binary of a target."""
    npm = next(it["npm"] for it in TARGETS if it["target"] == arguments.target)
    name = npm_name(npm)
    manifest = npm_manifest(name)
    manifest["description"] = f"The program of the package `pmlint` for {npm['os']} on {npm['cpu']}"
    manifest |= {key: [npm[key]] for key in ("os", "cpu", "libc") if key in npm}
    # Yarn keeps packages packed, and nothing can be run in there.
    manifest["preferUnplugged"] = True
    files = [(arguments.binary, f"bin/{arguments.binary.name}", 0o755)]
    npm_pack(manifest, files, f"{manifest['description']}; install `pmlint` instead.\n", arguments.out)


def npm_main(arguments):
    """Packs the npm package that people install: the launcher, which needs one of the others."""
    manifest = npm_manifest("pmlint")
    manifest["bin"] = {"pmlint": "bin/pmlint.js"}
    manifest["engines"] = {"node": ">=18"}
    manifest["optionalDependencies"] = {npm_name(it["npm"]): VERSION for it in TARGETS}
    files = [(ROOT / "npm/pmlint.js", "bin/pmlint.js", 0o755)]
    npm_pack(manifest, files, (ROOT / "npm/README.md").read_text("utf-8"), arguments.out)


def npm_pack(manifest, files, readme, out):
    """Lays out a package and has npm pack it."""
    npm = shutil.which("npm") or sys.exit("pack.py: npm is not installed")
    out.mkdir(parents=True, exist_ok=True)
    licences = [(ROOT / name, name, 0o644) for name in ["LICENSE-MIT", "LICENSE-APACHE"]]
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        for source, name, mode in files + licences:
            (folder / name).parent.mkdir(exist_ok=True)
            shutil.copyfile(source, folder / name)
            (folder / name).chmod(mode)
        (folder / "README.md").write_text(readme, "utf-8")
        (folder / "package.json").write_text(json.dumps(manifest, indent=2) + "\n", "utf-8")
        pack = [npm, "pack", "--silent", "--pack-destination", out.resolve()]
        subprocess.run(pack, cwd=folder, check=True)


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    commands = parser.add_subparsers(required=True)

    def command(name, run, binary=False):
        added = commands.add_parser(name, help=run.__doc__)
        added.set_defaults(run=run)
        if binary:
            added.add_argument("--target", required=True, choices=[it["target"] for it in TARGETS])
            added.add_argument("--binary", required=True, type=Path)
        return added

    command("plan", plan).add_argument("--tag", help="the tag to release; without it nothing is refused")
    command("notes", lambda _: print(notes()))
    for name, run, binary in [("archive", archive, True), ("npm-binary", npm_binary, True), ("npm", npm_main, False)]:
        command(name, run, binary).add_argument("--out", required=True, type=Path)
    arguments = parser.parse_args()
    arguments.run(arguments)


if __name__ == "__main__":
    main()
