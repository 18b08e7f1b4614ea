"""Pictures from outside become pictures of ours: decoded and encoded anew in a process under limits."""
