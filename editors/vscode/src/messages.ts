// What the user reads when there is nothing to run. l10n/bundle.l10n.zh-cn.json says it in Chinese.
import { l10n } from "vscode";
import type { Problem } from "./program";

/** What is wrong, and what to do. */
export function explain(problem: Problem): string {
  switch (problem.kind) {
    case "missing":
      return l10n.t(
        "pmlint: there is no program `{0}` that can be run. Install it with `pip install pmlint` or `npm install --global pmlint`, or write where it is into the setting pmlint.path; then run `pmlint: Restart the Language Server`.",
        problem.setting,
      );
    case "relative":
      return l10n.t(
        "pmlint: the setting pmlint.path is `{0}`. Write an absolute path, or a name that is in PATH.",
        problem.setting,
      );
    case "broken":
      return l10n.t("pmlint: `{0} --version` failed: {1}", problem.path, problem.said);
    case "old":
      return l10n.t(
        "pmlint: `{0}` is too old, it does not know `pmlint lsp`. Update it, with `pip install --upgrade pmlint` or `npm install --global pmlint@latest`.",
        problem.path,
      );
  }
}
