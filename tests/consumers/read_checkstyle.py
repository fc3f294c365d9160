"""Reads Checkstyle files as those who take them do: files with errors, each with its attributes."""

import sys

from lxml import etree

for path in sys.argv[1:]:
    root = etree.parse(path).getroot()
    assert root.tag == "checkstyle" and root.get("version"), path
    count = 0
    for file in root:
        assert file.tag == "file" and file.get("name"), etree.tostring(file)
        for error in file:
            assert error.tag == "error", etree.tostring(error)
            assert int(error.get("line")) >= 1 and int(error.get("column", 1)) >= 1
            assert error.get("severity") in ("error", "warning", "info"), error.attrib
            assert error.get("message") and error.get("source"), error.attrib
            count += 1
    print(count)
