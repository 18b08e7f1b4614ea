"""Reading happens in a process that the kernel ends when it takes too much; the worker lives on."""

from __future__ import annotations

import json
import subprocess
import sys
import time

import pytest

from scanners.engine.documents.bounded import Limits, read_bounded
from scanners.engine.documents.registry import document_checks
from tests.scanners.engine.documents.templates import ACCOUNTS

MEGABYTE = 1024 * 1024
CHECK = "external_ids_unique"


def _table(columns, size):
    header = ",".join(f"c{number}" for number in range(columns))
    return f"{header}\n{'a' * 10}\n".encode() + b"a\n" * ((size - len(header)) // 2)


# In a process of its own: the largest child of this one may be of another test.
_MEASURE = """
import json, resource, sys
from scanners.engine.documents.bounded import read_bounded
from scanners.engine.documents.registry import document_checks
check_id, path = sys.argv[1:]
document_checks()
found = read_bounded([check_id], name="ids.csv", data=open(path, "rb").read())
used = resource.getrusage(resource.RUSAGE_CHILDREN)
said = [[one.outcome.value, one.message] for one in found[check_id]]
print(json.dumps({"said": said, "kilobytes": used.ru_maxrss, "seconds": used.ru_utime}))
"""


@pytest.mark.parametrize("size", [65_000, 769_000])
def test_wide_tables_take_little_memory(size, tmp_path):
    (tmp_path / "ids.csv").write_bytes(_table(10_000, size))

    command = [sys.executable, "-c", _MEASURE, CHECK, str(tmp_path / "ids.csv")]
    measured = json.loads(subprocess.run(command, check=True, capture_output=True).stdout)

    ((outcome, message),) = measured["said"]
    assert outcome == "unknown"
    assert "more than 50" in message
    assert measured["kilobytes"] < 400 * 1024
    assert measured["seconds"] < 10


def test_a_file_says_the_same_as_without_a_child():
    data = b'{"Statement": [{"Effect": "Allow", "Action": "ec2:RunInstances", "Resource": "*"}]}'
    check_ids = ("template_role_scoped", "template_requires_external_id")

    found = read_bounded(check_ids, name="policy.json", data=data, accounts=ACCOUNTS)

    assert found == {one: document_checks()[one].run("policy.json", data, ACCOUNTS) for one in check_ids}


@pytest.mark.parametrize(
    "limits",
    [
        Limits(memory_bytes=64 * MEGABYTE),
        Limits(cpu_seconds=0, memory_bytes=2048 * MEGABYTE),
        Limits(wall_seconds=0, memory_bytes=2048 * MEGABYTE),
    ],
)
def test_a_child_that_is_ended_gives_unknown_and_says_what_to_do(limits):
    heavy = "a = [" + ", ".join("[1, 2]" for _ in range(12_000)) + "]\n"

    found = read_bounded(["template_role_scoped"], name="a.tf", data=heavy.encode(), limits=limits)

    ((verdict,),) = found.values()
    assert verdict.outcome.value == "unknown"
    assert "Split the file" in verdict.message


def test_unique_wildcard_actions_end_in_time():
    actions = ",".join(f'"s3:*{number}*a*b*c*"' for number in range(20_000))
    data = f'{{"Statement": [{{"Effect": "Allow", "Action": [{actions}], "Resource": "*"}}]}}'.encode()
    begun = time.process_time()

    (verdict,) = document_checks()["template_role_scoped"].run("policy.json", data, ACCOUNTS)

    assert verdict.outcome.value == "unknown"
    assert "Split the file" in verdict.message
    assert time.process_time() - begun < 5
