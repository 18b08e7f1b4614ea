"""HTML to PDF in child processes with limits; `rendering` is the only public module."""
