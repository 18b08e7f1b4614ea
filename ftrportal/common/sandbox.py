"""Isolation of a process by the kernel: no network, no files but named folders, no new processes. Linux only.

For children that read what strangers wrote. Once applied it holds until the process ends. Files are refused by
Landlock, everything else by a seccomp filter; both need no privilege and no library.
"""

from __future__ import annotations

import ctypes
import errno
import os
import platform
import resource
import struct
import subprocess
import sys
from collections.abc import Iterable, Sequence
from functools import cache
from pathlib import Path

NO_NETWORK, NO_FILES, NO_PROCESSES = "no network", "no other files", "no new processes"
ALL = (NO_NETWORK, NO_FILES, NO_PROCESSES)

# Numbers of system calls, the same on x86-64 and arm64 (linux/landlock.h, asm-generic/unistd.h).
_LANDLOCK_CREATE, _LANDLOCK_ADD, _LANDLOCK_RESTRICT = 444, 445, 446
_CREATE_VERSION, _RULE_PATH_BENEATH = 1, 1
_EXECUTE, _READ_FILE, _READ_DIR = 1 << 0, 1 << 2, 1 << 3
# Write, read, list, remove, make folders and files, cut short.
_WRITE_BELOW = 1 << 1 | _READ_FILE | _READ_DIR | 1 << 4 | 1 << 5 | 1 << 7 | 1 << 8 | 1 << 14
_FILE_RIGHTS = {1: (1 << 13) - 1, 2: (1 << 14) - 1, 3: (1 << 15) - 1, 4: (1 << 15) - 1}  # by version; later: + ioctl
_LATEST_FILE_RIGHTS = (1 << 16) - 1
_TCP_RIGHTS = 0b11  # bind and connect, from version 4
_SCOPES = 0b11  # abstract sockets and signals, from version 6
_NO_NEW_PRIVILEGES, _SET_SECCOMP, _FILTER_MODE = 38, 22, 2

# Classic BPF (linux/filter.h, linux/seccomp.h, linux/audit.h).
_LOAD, _JUMP_EQUAL, _JUMP_SET, _RETURN = 0x20, 0x15, 0x45, 0x06
_ALLOW, _REFUSE = 0x7FFF0000, 0x00050000
_AT_NUMBER, _AT_ARCHITECTURE, _AT_FIRST_ARGUMENT = 0, 4, 16
_NEW_USER, _NEW_NETWORK = 0x10000000, 0x40000000
_CLONE_THREAD, _X32 = 0x00010000, 0x40000000


class _Calls:
    """Numbers of the system calls that open the network or begin a process."""

    def __init__(self, architecture: int, clone: int, clone3: int, refused: Sequence[int]) -> None:
        self.architecture, self.clone, self.clone3, self.refused = architecture, clone, clone3, refused


# socket socketpair connect bind, fork vfork execve execveat, ptrace process_vm_readv process_vm_writev, io_uring_setup,
# unshare setns mount bpf keyctl
_X86 = _Calls(0xC000003E, 56, 435, (41, 53, 42, 49, 57, 58, 59, 322, 101, 310, 311, 425, 272, 308, 165, 321, 250))
_ARM = _Calls(0xC00000B7, 220, 435, (198, 199, 203, 200, 221, 281, 117, 270, 271, 425, 97, 268, 40, 280, 219))
_BY_MACHINE = {"x86_64": _X86, "aarch64": _ARM}


def apply(*, readable: Iterable[Path | str] = (), writable: Iterable[Path | str] = ()) -> tuple[str, ...]:
    """Isolate this process; returns what this kernel cannot do, a part of `ALL`.

    `readable` are folders and files that may be read, `writable` folders in which files may be made, too; those that do
    not exist are left out. Files that are open already stay open. Threads may be started, processes not.
    """
    if sys.platform != "linux":
        return ALL
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.prctl(_NO_NEW_PRIVILEGES, 1, 0, 0, 0) != 0:
        return ALL
    impossible = []
    if not _restrict_files(libc, readable, writable):
        impossible.append(NO_FILES)
    if not _filter_calls(libc):
        if libc.unshare(_NEW_USER | _NEW_NETWORK) != 0:
            impossible.append(NO_NETWORK)
        # Forbids processes to everybody but root, so it is no more than an attempt.
        resource.setrlimit(resource.RLIMIT_NPROC, (0, 0))
        impossible.append(NO_PROCESSES)
    return tuple(one for one in ALL if one in impossible)


def python_folders() -> tuple[str, ...]:
    """What the interpreter and its libraries may read when they import something late. Not the project's folder."""
    return (
        *sorted({sys.prefix, sys.base_prefix}),
        "/usr/lib",
        "/usr/lib64",
        "/lib",
        "/lib64",
        "/usr/share/zoneinfo",
        "/etc/ld.so.cache",
        "/etc/mime.types",
        "/dev/null",
        "/dev/urandom",
    )


def font_folders() -> tuple[str, ...]:
    """Where fontconfig finds the fonts of this machine, and what says so."""
    named = [os.environ[name] for name in ("FONTCONFIG_FILE", "FONTCONFIG_PATH") if os.environ.get(name)]
    home = os.path.expanduser("~")
    own = (f"{home}/.fonts", f"{home}/.local/share/fonts", f"{home}/.cache/fontconfig", f"{home}/.config/fontconfig")
    return (
        *named,
        "/etc/fonts",
        "/usr/share/fonts",
        "/usr/local/share/fonts",
        "/usr/share/fontconfig",
        "/var/cache/fontconfig",
        *own,
    )


@cache
def impossible_here() -> tuple[str, ...]:
    """What this kernel cannot do, a part of `ALL`: tried in a process that ends."""
    try:
        tried = subprocess.run(
            [sys.executable, "-I", "-S", __file__], capture_output=True, check=True, timeout=30, env={}
        )
    except (OSError, subprocess.SubprocessError):
        return ALL
    return tuple(tried.stdout.decode().splitlines())


def _restrict_files(libc: ctypes.CDLL, readable: Iterable[Path | str], writable: Iterable[Path | str]) -> bool:
    """Landlock: only these may be read and nothing may be written; where it can, no TCP either."""
    libc.syscall.restype = ctypes.c_long
    version = libc.syscall(_LANDLOCK_CREATE, None, ctypes.c_size_t(0), _CREATE_VERSION)
    if version < 1:
        return False
    handled = _FILE_RIGHTS.get(version, _LATEST_FILE_RIGHTS)
    attributes = [handled] + ([_TCP_RIGHTS] if version >= 4 else []) + ([_SCOPES] if version >= 6 else [])
    packed = struct.pack(f"={len(attributes)}Q", *attributes)
    rules = libc.syscall(_LANDLOCK_CREATE, packed, ctypes.c_size_t(len(packed)), 0)
    if rules < 0:
        return False
    try:
        for path in readable:
            _allow(libc, rules, path, _READ_FILE | _EXECUTE | (_READ_DIR if os.path.isdir(path) else 0))
        for path in writable:
            _allow(libc, rules, path, handled & _WRITE_BELOW)
        return bool(libc.syscall(_LANDLOCK_RESTRICT, rules, 0) == 0)
    finally:
        os.close(rules)


def _allow(libc: ctypes.CDLL, rules: int, path: Path | str, rights: int) -> None:
    try:
        opened = os.open(path, os.O_PATH | os.O_CLOEXEC)
    except OSError:
        return  # it is not there or may not be read anyway
    try:
        rule = struct.pack("=Qi", rights, opened)
        libc.syscall(_LANDLOCK_ADD, rules, _RULE_PATH_BENEATH, rule, 0)
    finally:
        os.close(opened)


def _filter_calls(libc: ctypes.CDLL) -> bool:
    """seccomp: calls that open the network, begin a process or look into another one are refused with EPERM."""
    calls = _BY_MACHINE.get(platform.machine())
    if calls is None:
        return False
    code = _program(calls)
    buffer = ctypes.create_string_buffer(code, len(code))
    program = struct.pack("HxxxxxxP", len(code) // 8, ctypes.addressof(buffer))
    return bool(libc.prctl(_SET_SECCOMP, _FILTER_MODE, program, 0, 0) == 0)


def _program(calls: _Calls) -> bytes:
    def line(code: int, value: int, yes: int = 0, no: int = 0) -> bytes:
        return struct.pack("=HBBI", code, yes, no, value)

    lines = [
        line(_LOAD, _AT_ARCHITECTURE),
        line(_JUMP_EQUAL, calls.architecture, yes=1),
        line(_RETURN, _REFUSE | errno.EPERM),  # another set of numbers, for 32-bit programs
        line(_LOAD, _AT_NUMBER),
        line(_JUMP_SET, _X32, no=1),
        line(_RETURN, _REFUSE | errno.EPERM),
        # Its arguments are in memory, where a filter cannot look: "not known" makes the C library use clone.
        line(_JUMP_EQUAL, calls.clone3, no=1),
        line(_RETURN, _REFUSE | errno.ENOSYS),
    ]
    for number in calls.refused:
        lines += [line(_JUMP_EQUAL, number, no=1), line(_RETURN, _REFUSE | errno.EPERM)]
    lines += [
        line(_JUMP_EQUAL, calls.clone, no=3),
        line(_LOAD, _AT_FIRST_ARGUMENT),
        line(_JUMP_SET, _CLONE_THREAD, yes=1),
        line(_RETURN, _REFUSE | errno.EPERM),
        line(_RETURN, _ALLOW),
    ]
    return b"".join(lines)


if __name__ == "__main__":
    sys.stdout.write("\n".join(apply()))
