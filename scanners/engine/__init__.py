"""The scanning library: reads an AWS account's settings, turns them into facts, judges them. No Django, no database."""
