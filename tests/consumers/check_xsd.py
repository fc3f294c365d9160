"""Holds JUnit files against an XML schema; prints how many cases of each did not pass."""

import sys

from lxml import etree

schema = etree.XMLSchema(etree.parse(sys.argv[1]))
for path in sys.argv[2:]:
    document = etree.parse(path)
    schema.assertValid(document)
    print(len(document.xpath("//failure | //skipped | //error")))
