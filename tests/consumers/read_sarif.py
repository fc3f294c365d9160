"""Reads SARIF files with sarif-tools; prints how many results and notifications each has."""

import sys

from sarif import loader

for path in sys.argv[1:]:
    sarif = loader.load_sarif_file(path)
    records = sarif.get_records()
    for record in records:
        assert record["Location"] and record["Line"] >= 1 and record["Code"], record
    notifications = 0
    for run in sarif.runs:
        assert run.get_tool_name() == "pmlint", run.get_tool_name()
        for invocation in run.run_data["invocations"]:
            notifications += len(invocation["toolExecutionNotifications"])
            assert invocation["executionSuccessful"] == (invocation["exitCode"] in (0, 1)), invocation
    print(len(records) + notifications)
