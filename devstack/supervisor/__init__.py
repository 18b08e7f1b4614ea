"""The parts of `make run`: where things lie, what processes are told, how they are started, watched and ended."""
