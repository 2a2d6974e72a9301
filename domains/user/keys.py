"""The RSA key that signs access tokens, and its public half as a JWK set."""

import base64
import hashlib
import json
import os
import tempfile
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from django.conf import settings
from jwt.algorithms import RSAAlgorithm

ALGORITHM = "RS256"


@dataclass(frozen=True, eq=False)
class SigningKey:
    """A private key in PEM, its public half in PEM and as a JWK; `kid` is its RFC 7638 thumbprint."""

    private_pem: str = field(repr=False)
    public_pem: str
    kid: str
    public_jwk: Mapping[str, str]


def signing_key() -> SigningKey:
    """The key of the settings; where none is given, one made on this machine and kept in a file."""
    return _read(settings.JWT_PRIVATE_KEY or _kept(str(settings.JWT_KEY_FILE)))


@lru_cache(maxsize=4)
def _read(private_pem: str) -> SigningKey:
    key = serialization.load_pem_private_key(private_pem.encode(), password=None)
    if not isinstance(key, rsa.RSAPrivateKey):
        raise ValueError("JWT_PRIVATE_KEY must be an RSA private key in PEM")
    numbers = RSAAlgorithm.to_jwk(key.public_key(), as_dict=True)
    jwk = {"kty": "RSA", "n": numbers["n"], "e": numbers["e"]}
    canonical = json.dumps(jwk, sort_keys=True, separators=(",", ":")).encode()
    kid = base64.urlsafe_b64encode(hashlib.sha256(canonical).digest()).decode().rstrip("=")
    public = key.public_key().public_bytes(
        serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo
    )
    return SigningKey(private_pem, public.decode(), kid, {**jwk, "use": "sig", "alg": ALGORITHM, "kid": kid})


@lru_cache(maxsize=4)
def _kept(file: str) -> str:
    path = Path(file)
    if not path.exists():
        _make(path)
    return path.read_text()


def _make(path: Path) -> None:
    """Write a new key beside `path` and link it there: of several processes, the first one wins."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    pem = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    # mkstemp's files are 0600.
    descriptor, unfinished = tempfile.mkstemp(dir=path.parent, prefix=".jwt-")
    try:
        with os.fdopen(descriptor, "wb") as output:
            output.write(pem)
            output.flush()
            os.fsync(output.fileno())
        with suppress(FileExistsError):
            path.hardlink_to(unfinished)
    finally:
        Path(unfinished).unlink()
