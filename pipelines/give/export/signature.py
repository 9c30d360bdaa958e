"""The signature of a dataset: `manifest.json.sig`, made and checked by OpenSSH with a key of the user's.

`ssh-keygen -Y verify -f SIGNERS -I WHO -n dateline-dataset -s manifest.json.sig < manifest.json` checks it without this program.
Format: https://github.com/openssh/openssh-portable/blob/master/PROTOCOL.sshsig
"""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

from pipelines.base.durable import sync
from pipelines.base.errors import EnvironmentFault, InputError
from pipelines.give.export.audit import MANIFEST
from pipelines.give.export.manifest import SIGNATURE
from pipelines.lake.checksums.ledger import announce

NAMESPACE = "dateline-dataset"


def sign(folder: Path, key: Path) -> None:
    """Sign the manifest of a dataset; an earlier signature is replaced. `ssh-keygen` asks for the key's passphrase itself."""
    made = _ran(["sign", "-f", str(key)], folder)
    if made.returncode:
        raise InputError(f"{key}: ssh-keygen cannot sign with it ({_said(made)}); 'ssh-keygen -t ed25519' makes a key")
    announce(folder / SIGNATURE, "datasets")
    new = folder / f".{SIGNATURE}.new"
    new.write_bytes(made.stdout)
    sync(new)
    new.replace(folder / SIGNATURE)
    sync(folder)


def signer(folder: Path, signers: Path) -> str | None:
    """Who of the file of allowed signers signed the manifest; None if none of them did, or if it was changed since."""
    signature = ["-s", str(folder / SIGNATURE)]
    found = _ran(["find-principals", *signature, "-f", str(signers)], folder, spaced=False)
    for who in found.stdout.decode(errors="replace").splitlines():
        if _ran(["verify", *signature, "-f", str(signers), "-I", who], folder).returncode == 0:
            return who
    return None


def is_intact(folder: Path) -> bool:
    """True if somebody, whoever it is, signed the manifest as it is."""
    return _ran(["check-novalidate", "-s", str(folder / SIGNATURE)], folder).returncode == 0


def can_check() -> bool:
    """True if this machine has the program that checks signatures."""
    return shutil.which("ssh-keygen") is not None


def _ran(command: list[str], folder: Path, *, spaced: bool = True) -> subprocess.CompletedProcess[bytes]:
    program = shutil.which("ssh-keygen")
    if program is None:
        raise EnvironmentFault("ssh-keygen is not installed: install OpenSSH (Debian: openssh-client)")
    space = ["-n", NAMESPACE] if spaced else []
    with (folder / MANIFEST).open("rb") as manifest:
        return subprocess.run([program, "-Y", *command, *space], stdin=manifest, capture_output=True, check=False)


def _said(ran: subprocess.CompletedProcess[bytes]) -> str:
    lines = ran.stderr.decode(errors="replace").strip().splitlines()
    return lines[-1] if lines else f"status {ran.returncode}"
