#!/usr/bin/env node
// Runs the program of pmlint for this machine, which is in a package of its own that npm chooses.
"use strict";

const { spawnSync } = require("node:child_process");

const { platform, arch } = process;

/** The packages that may have the program, the one to prefer first. */
function packages() {
  const name = `pmlint-${platform}-${arch}`;
  if (platform !== "linux") {
    return [name];
  }
  // Only glibc says its version. Where npm is too old to choose, both packages are there.
  const hasGlibc = Boolean(process.report?.getReport().header.glibcVersionRuntime);
  const names = [`${name}-gnu`, `${name}-musl`];
  return hasGlibc ? names : names.reverse();
}

function program() {
  const file = platform === "win32" ? "pmlint.exe" : "pmlint";
  for (const name of packages()) {
    try {
      return require.resolve(`${name}/bin/${file}`);
    } catch {
      // The next one may be there.
    }
  }
  return undefined;
}

function fail(message) {
  console.error(`pmlint: ${message}`);
  process.exitCode = 2;
}

const path = program();
if (path === undefined) {
  fail(
    `no program for ${platform} on ${arch}: the package ${packages().join(" or ")} is not installed; ` +
      "install again without `--omit=optional` and on this kind of machine, or see the other ways to install pmlint",
  );
} else {
  const { error, signal, status } = spawnSync(path, process.argv.slice(2), { stdio: "inherit" });
  if (error) {
    fail(`${path} cannot be run: ${error.message}`);
  } else if (signal) {
    process.kill(process.pid, signal);
  } else {
    process.exitCode = status;
  }
}
