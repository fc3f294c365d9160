// What VS Code calls to run the session beside the installed extension.
import { writeFileSync } from "node:fs";
import Mocha from "mocha";

/** One of the tests, and what went wrong with it. */
interface Result {
  title: string;
  error?: string;
}

export async function run(): Promise<void> {
  const report = process.env["PMLINT_SESSION_REPORT"];
  if (report === undefined) {
    throw new Error("PMLINT_SESSION_REPORT names no file");
  }
  const mocha = new Mocha({ ui: "tdd", timeout: 60_000, bail: true });
  mocha.suite.emit("pre-require", globalThis as unknown as Mocha.MochaGlobals, "", mocha);
  await import("./session.js");
  const results: Result[] = [];
  const failures = await new Promise<number>((done) => {
    mocha
      .run(done)
      .on("pass", (test) => results.push({ title: test.title }))
      .on("fail", (test, error: Error) => results.push({ title: test.title, error: error.stack ?? String(error) }));
  });
  writeFileSync(report, JSON.stringify(results));
  if (failures > 0) {
    throw new Error(`${failures} failed`);
  }
}
