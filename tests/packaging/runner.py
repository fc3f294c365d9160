"""Runs the steps of action.yml as a runner of GitHub Actions would.

On standard input: `inputs`, and `github`, what the runner knows. On standard output what the steps print;
in the file RESULT of the last argument the outputs of the action and the summary. Ends as the action does.
"""

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import yaml

action_folder, temporary = Path(sys.argv[1]), Path(sys.argv[2])
given = json.load(sys.stdin)
action = yaml.safe_load((action_folder / "action.yml").read_text("utf-8"))

unknown = given["inputs"].keys() - action["inputs"].keys()
assert not unknown, f"no such inputs: {unknown}"
inputs = {name: given["inputs"].get(name, it["default"]) for name, it in action["inputs"].items()}
context = {"inputs": inputs, "github": given["github"], "steps": {}}


def evaluate(text):
    """A text with its expressions replaced; only names are known, and what is not set is empty."""

    def value(match):
        found = context
        for key in match.group(1).split("."):
            found = found.get(key, {})
        return found if isinstance(found, str) else ""

    return re.sub(r"\$\{\{\s*([a-z_.-]+)\s*\}\}", value, text)


assert action["runs"]["using"] == "composite"
code = 0
summary = temporary / "summary.md"
summary.touch()
for index, step in enumerate(action["runs"]["steps"]):
    output, script = temporary / f"output-{index}", temporary / f"script-{index}.sh"
    output.touch()
    script.write_text(step["run"], "utf-8")
    assert "${{" not in step["run"], "an expression in a script is an injection"
    assert step["shell"] == "bash"
    known = {
        "GITHUB_ACTION_PATH": str(action_folder),
        "GITHUB_OUTPUT": str(output),
        "GITHUB_REPOSITORY": given["github"]["repository"],
        "GITHUB_SERVER_URL": given["github"]["server_url"],
        "GITHUB_STEP_SUMMARY": str(summary),
        "RUNNER_ARCH": given["github"].get("arch", "X64"),
        "RUNNER_OS": given["github"].get("os", "Linux"),
        "RUNNER_TEMP": str(temporary),
    }
    env = {name: evaluate(text) for name, text in step.get("env", {}).items()}
    folder = Path(given["github"]["workspace"]) / evaluate(step.get("working-directory", ""))
    shell = ["bash", "--noprofile", "--norc", "-e", "-o", "pipefail", str(script)]
    code = subprocess.run(shell, cwd=folder, env=os.environ | known | env, stdin=subprocess.DEVNULL).returncode
    lines = output.read_text("utf-8").splitlines()
    context["steps"][step["id"]] = {"outputs": dict(line.split("=", 1) for line in lines)}
    if code != 0:
        break
outputs = {name: evaluate(it["value"]) for name, it in action["outputs"].items()}
result = {"outputs": outputs, "summary": summary.read_text("utf-8")}
(temporary / "result.json").write_text(json.dumps(result), "utf-8")
sys.exit(code)
