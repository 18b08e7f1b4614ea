"""`python -m devstack.benchmark --scale medium`: the same as the management command, without settings."""

from __future__ import annotations

import argparse
import sys

from devstack.benchmark.command import add_arguments, run

if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    add_arguments(parser)
    sys.stdout.write(run(parser.parse_args()))
