"""The parts of `make run`: where things lie, what the processes are told, and how they are started, watched and ended."""
