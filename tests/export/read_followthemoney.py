"""Reads an export with followthemoney and prints how many entities of each schema there are; ends with a fault.

Run by a test with the Python that has the package.
"""

from __future__ import annotations

import json
import sys
from collections import Counter
from pathlib import Path

from followthemoney import model

counts: Counter[str] = Counter()
for line in Path(sys.argv[1]).read_text(encoding="utf-8").splitlines():
    data = json.loads(line)
    schema = model.get(data["schema"])
    schema.validate(data)
    for name, values in data["properties"].items():
        kind = schema.get(name).type
        assert all(kind.validate(value) for value in values), (data["schema"], name, values)
    kept = model.get_proxy(data, cleaned=False).to_dict()["properties"]
    assert {name: sorted(kept[name]) for name in kept} == {
        name: sorted(values) for name, values in data["properties"].items()
    }, data
    counts[data["schema"]] += 1
print(json.dumps(counts))
