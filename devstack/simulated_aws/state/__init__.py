"""What the simulator remembers beside moto's backends: account settings, sessions, faults, calls, created stacks."""
