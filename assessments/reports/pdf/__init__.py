"""From HTML to PDF, in child processes under limits; `rendering` is the only way in."""
