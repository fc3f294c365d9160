"""Reads JUnit files with junitparser; prints how many cases of each did not pass."""

import sys

from junitparser import JUnitXml

for path in sys.argv[1:]:
    count = 0
    for suite in JUnitXml.fromfile(path):
        stated = (suite.tests, suite.failures, suite.errors, suite.skipped)
        names = [(case.classname, case.name) for case in suite]
        assert len(names) == len(set(names)), f"{path}: two cases have one name: {names}"
        suite.update_statistics()
        counted = (suite.tests, suite.failures, suite.errors, suite.skipped)
        assert stated == counted, f"{path}: {suite.name}: says {stated}, has {counted}"
        count += sum(1 for case in suite if case.result)
    print(count)
