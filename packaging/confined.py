#!/usr/bin/python3
"""Runs the ExecStart of a unit in a folder with a system in it, about as systemd would confine it, where there is no systemd.

confined.py UNIT ROOT: as root. What is done: a mount namespace in which all but StateDirectory, /tmp and what it needs of /dev is
read-only, /proc with this process's own entries, no capability, no new privileges, LimitNOFILE, UMask, SystemCallFilter,
RestrictAddressFamilies, MemoryDenyWriteExecute, User. What is not: PrivateUsers, RestrictNamespaces, RestrictRealtime,
RestrictSUIDSGID, ProtectClock and other kernel switches, which take away what needs privileges that a user without any never has.
"""

import ctypes
import os
import resource
import subprocess
import sys

import seccomp

MS_RDONLY, MS_NOSUID, MS_REMOUNT, MS_BIND, MS_REC, MS_PRIVATE = 1, 2, 32, 4096, 16384, 1 << 18
CLONE_NEWNS = 0x20000
PR_CAPBSET_DROP, PR_SET_NO_NEW_PRIVS = 24, 38
WRITE, EXEC = 2, 4

libc = ctypes.CDLL(None, use_errno=True)


def must(result, what):
    if result != 0:
        raise OSError(ctypes.get_errno(), f"{what}: {os.strerror(ctypes.get_errno())}")


def mount(source, target, kind, flags, options=None):
    words = [word.encode() if word else None for word in (source, target, kind)]
    must(libc.mount(*words, ctypes.c_ulong(flags), options.encode() if options else None), f"mount {target}")


def read(unit):
    """Returns the values of each key, in order; an empty one begins anew."""
    keys = {}
    for line in open(unit, encoding="utf-8"):
        key, equals, value = line.strip().partition("=")
        if equals and not key.startswith("#"):
            keys.setdefault(key, []).append(value)
    return keys


def calls_of(name):
    """Returns the system calls behind a word of SystemCallFilter."""
    if not name.startswith("@"):
        return {name}
    told = subprocess.run(["systemd-analyze", "syscall-filter", name], check=True, capture_output=True, text=True).stdout
    words = [line.split("#")[0].strip() for line in told.splitlines()[1:]]
    return set().union(*(calls_of(word) for word in words if word))


def allowed_calls(filters):
    calls = set()
    for value in filters:
        takes = value.startswith("~")
        for word in value.lstrip("~").split():
            calls = calls - calls_of(word) if takes else calls | calls_of(word)
    return calls


def add(program, action, call, *arguments):
    try:
        program.add_rule(action, call, *arguments)
    except (RuntimeError, OSError, ValueError):
        pass  # Another machine's call, unknown here.


def main():
    unit, root = sys.argv[1], os.path.realpath(sys.argv[2])
    keys = read(unit)
    last = {key: values[-1] for key, values in keys.items()}
    calls = allowed_calls(keys["SystemCallFilter"])

    only = seccomp.SyscallFilter(seccomp.ERRNO(1))
    for call in calls - {"socket"}:
        add(only, seccomp.ALLOW, call)
    for family in last["RestrictAddressFamilies"].split():
        number = {"AF_UNIX": 1, "AF_INET": 2, "AF_INET6": 10}[family]
        add(only, seccomp.ALLOW, "socket", seccomp.Arg(0, seccomp.EQ, number))
    memory = seccomp.SyscallFilter(seccomp.ALLOW)
    if last["MemoryDenyWriteExecute"] == "yes":
        add(memory, seccomp.ERRNO(1), "mmap", seccomp.Arg(2, seccomp.MASKED_EQ, WRITE | EXEC, WRITE | EXEC))
        for call in ("mprotect", "pkey_mprotect"):
            add(memory, seccomp.ERRNO(1), call, seccomp.Arg(2, seccomp.MASKED_EQ, EXEC, EXEC))

    user = next(line.split(":") for line in open(f"{root}/etc/passwd") if line.startswith(last["User"] + ":"))
    uid, gid = int(user[2]), int(user[3])
    state = f"{root}/var/lib/{last['StateDirectory']}"

    must(libc.unshare(CLONE_NEWNS), "unshare")
    mount(None, "/", None, MS_REC | MS_PRIVATE)
    mount(root, root, None, MS_BIND | MS_REC)
    mount(state, state, None, MS_BIND)
    mount("tmpfs", f"{root}/tmp", "tmpfs", MS_NOSUID, "mode=1777")
    mount("proc", f"{root}/proc", "proc", MS_NOSUID, "hidepid=invisible,subset=pid")
    mount(None, root, None, MS_REMOUNT | MS_BIND | MS_RDONLY)
    os.chroot(root)
    os.chdir(last["WorkingDirectory"])

    # In a container even root may have no more than it was given.
    files = min(int(last["LimitNOFILE"]), resource.getrlimit(resource.RLIMIT_NOFILE)[1])
    resource.setrlimit(resource.RLIMIT_NOFILE, (files, files))
    os.umask(int(last["UMask"], 8))
    for capability in range(64):
        libc.prctl(PR_CAPBSET_DROP, capability, 0, 0, 0)
    os.setgroups([])
    os.setresgid(gid, gid, gid)
    os.setresuid(uid, uid, uid)
    must(libc.prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0), "no_new_privs")
    command = last["ExecStart"].split()
    environment = {"PATH": "/usr/bin:/bin", "HOME": user[5], "USER": user[0], "LANG": "C.UTF-8"}
    memory.load()
    only.load()
    os.execve(command[0], command, environment)


main()
