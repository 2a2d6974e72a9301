"""Access and refresh tokens: short, signed, rotating, and refused once signed out."""

import base64
import hmac
import json
import stat
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from multiprocessing import get_context
from pathlib import Path

import jwt
import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from django.core.cache import cache
from django.db import connections

from domains.kernel import clock
from domains.kernel.errors import DomainError
from domains.kernel.router import database_of
from domains.kernel.types import Role
from domains.user import services as user
from domains.user.errors import TokenInvalid, TokenReused
from tests.factories.user import PASSWORD, a_member, access_of, client_of, send

pytestmark = pytest.mark.django_db


def sign_in(person):
    return user.sign_in(email=person.email, password=PASSWORD).tokens


def bearer(token: str) -> dict[str, str]:
    return {"authorization": f"Bearer {token}"}


def test_an_access_token_names_whom_it_is_for(client):
    person = a_member(Role.SUPPORT, Role.CUSTOMER)
    token = access_of(person)
    keys = client.get("/.well-known/jwks.json").json()["keys"]
    header = jwt.get_unverified_header(token)
    key = next(key for key in keys if key["kid"] == header["kid"])

    claims = jwt.decode(
        token, jwt.PyJWK(key).key, algorithms=["RS256"], audience="septet-api", issuer="septet"
    )

    assert header["alg"] == "RS256"
    assert claims["sub"] == str(person.id)
    assert claims["roles"] == ["customer", "support"]
    assert claims["exp"] - claims["iat"] == 900
    assert claims["jti"]
    assert not {"d", "p", "q", "dp", "dq", "qi"} & set(key)


def another_key() -> str:
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    return key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    ).decode()


def encoded(part: bytes) -> str:
    return base64.urlsafe_b64encode(part).decode().rstrip("=")


def forged(token: str, how: str) -> str:
    """The token with the same claims, signed as a forger would."""
    claims = jwt.decode(token, options={"verify_signature": False})
    kid = jwt.get_unverified_header(token)["kid"]
    match how:
        case "unsigned":
            return jwt.encode(claims, None, algorithm="none", headers={"kid": kid})
        case "with the public key as a shared secret":
            public = jwt.PyJWK(dict(user.get_jwks()["keys"][0])).key.public_bytes(
                serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo
            )
            head = encoded(json.dumps({"alg": "HS256", "typ": "JWT", "kid": kid}).encode())
            signed = f"{head}.{token.split('.')[1]}"
            return f"{signed}.{encoded(hmac.digest(public, signed.encode(), 'sha256'))}"
        case "by a foreign key":
            return jwt.encode(claims, another_key(), algorithm="RS256", headers={"kid": kid})
        case "with another body":
            head, _, signature = token.split(".")
            body = json.dumps({**claims, "roles": ["admin"]}).encode()
            return f"{head}.{encoded(body)}.{signature}"
        case "cut short":
            return token[:-8]
        case _:
            return how


@pytest.mark.parametrize(
    "how",
    [
        "unsigned",
        "with the public key as a shared secret",
        "by a foreign key",
        "with another body",
        "cut short",
        "nonsense",
        "a.b.c",
        "",
    ],
)
def test_a_forged_token_is_refused(client, how):
    answer = send(client, "get", "users/profile", **bearer(forged(access_of(a_member()), how)))
    assert (answer.status_code, answer.json()["code"]) == (401, "token_invalid")
    assert answer["WWW-Authenticate"].startswith("Bearer")


@pytest.mark.parametrize(("setting", "value"), [("JWT_AUDIENCE", "elsewhere"), ("JWT_ISSUER", "somebody")])
def test_a_token_for_somebody_else_is_refused(settings, setting, value):
    person = a_member()
    setattr(settings, setting, value)
    foreign = access_of(person)
    setattr(settings, setting, {"JWT_AUDIENCE": "septet-api", "JWT_ISSUER": "septet"}[setting])
    with pytest.raises(TokenInvalid):
        user.read_access_token(foreign)


def test_an_access_token_lasts_a_quarter_of_an_hour():
    token = access_of(a_member())
    late = clock.now() + timedelta(minutes=15, seconds=1)
    with clock.running_on(lambda: late), pytest.raises(TokenInvalid):
        user.read_access_token(token)


def test_another_scheme_is_a_guest_and_no_crash(client):
    for header in ("Basic YTpi", "Bearer", "Bearer \xff", "bearer  a b c"):
        assert send(client, "get", "users/profile", authorization=header).status_code == 401


def test_a_refresh_token_is_exchanged_for_the_next_pair(client):
    person = a_member()
    first = sign_in(person)
    answer = send(client, "post", "users/refresh", {"refresh": first.refresh})
    assert answer.status_code == 200
    second = answer.json()
    assert set(second) == {"access", "refresh"}
    assert second["refresh"] != first.refresh
    assert user.read_access_token(second["access"]).user_id == person.id
    assert user.refresh_tokens(second["refresh"])


def test_the_next_pair_has_the_roles_of_now():
    person = a_member()
    tokens = sign_in(person)
    user.set_roles(person.id, roles=(Role.CUSTOMER, Role.FINANCE))
    assert Role.FINANCE in user.read_access_token(user.refresh_tokens(tokens.refresh).access).roles


def test_a_refresh_token_used_twice_ends_its_whole_family_and_no_other(client):
    person = a_member()
    stolen, elsewhere = sign_in(person), sign_in(person)
    fresh = user.refresh_tokens(stolen.refresh)

    answer = send(client, "post", "users/refresh", {"refresh": stolen.refresh})

    assert (answer.status_code, answer.json()["code"]) == (401, "token_reused")
    with pytest.raises(TokenInvalid):
        user.refresh_tokens(fresh.refresh)
    for access in (stolen.access, fresh.access):
        with pytest.raises(TokenInvalid):
            user.read_access_token(access)
    assert user.read_access_token(elsewhere.access)
    assert user.refresh_tokens(elsewhere.refresh)


@pytest.mark.django_db(transaction=True)
def test_one_of_many_concurrent_uses_wins_and_the_rest_are_refused_cleanly():
    tokens = sign_in(a_member())

    def refresh(_: int) -> str:
        try:
            user.refresh_tokens(tokens.refresh)
        except DomainError as refused:
            return refused.code
        finally:
            connections.close_all()
        return "won"

    with ThreadPoolExecutor(8) as pool:
        outcomes = list(pool.map(refresh, range(16)))
    assert sorted(set(outcomes)) == ["token_reused", "won"]
    assert outcomes.count("won") == 1


@pytest.mark.parametrize("unknown", ["nonsense", "x" * 500, "é"])
def test_an_unknown_refresh_token_is_refused(client, unknown):
    answer = send(client, "post", "users/refresh", {"refresh": unknown})
    assert (answer.status_code, answer.json()["code"]) == (401, "token_invalid")


def test_a_refresh_token_lasts_a_fortnight():
    tokens = sign_in(a_member())
    late = clock.now() + timedelta(days=14, seconds=1)
    with clock.running_on(lambda: late), pytest.raises(TokenInvalid):
        user.refresh_tokens(tokens.refresh)


def test_signing_out_ends_both_tokens_at_once(client):
    tokens = sign_in(a_member())
    assert send(client, "get", "users/profile", **bearer(tokens.access)).status_code == 200
    answer = send(client, "post", "users/logout", {"refresh": tokens.refresh}, **bearer(tokens.access))
    assert (answer.status_code, answer.content) == (204, b"")
    refused = send(client, "get", "users/profile", **bearer(tokens.access))
    assert (refused.status_code, refused.json()["code"]) == (401, "token_invalid")
    with pytest.raises(TokenInvalid):
        user.refresh_tokens(tokens.refresh)
    again = send(client, "post", "users/logout", {"refresh": tokens.refresh}, **bearer(tokens.access))
    assert again.status_code == 204


def test_a_signed_out_token_stays_refused_when_the_cache_forgets_or_is_away(monkeypatch):
    tokens = sign_in(a_member())
    jti = user.read_access_token(tokens.access).jti
    user.sign_out(tokens.refresh, access_jti=jti, access_expires_at=clock.now() + timedelta(minutes=15))
    cache.clear()
    assert user.is_access_revoked(jti)
    monkeypatch.setattr(type(cache), "_away_until", float("inf"), raising=False)
    with pytest.raises(TokenInvalid):
        user.read_access_token(tokens.access)


def test_a_token_that_is_used_a_lot_is_not_looked_up_each_time(django_assert_num_queries):
    token = access_of(a_member())
    user.read_access_token(token)
    with django_assert_num_queries(0, connection=connections[database_of("user")]):
        user.read_access_token(token)


def test_devices_are_listed_and_signed_out_one_by_one(client):
    person = a_member()
    phone = user.sign_in(email=person.email, password=PASSWORD, device="Phone", ip="203.0.113.9").tokens
    laptop = user.sign_in(email=person.email, password=PASSWORD, device="Laptop").tokens

    rows = send(client, "get", "users/sessions", **bearer(laptop.access)).json()["results"]

    assert [(row["device"], row["current"]) for row in rows] == [("Laptop", True), ("Phone", False)]
    gone = send(client, "delete", f"users/sessions/{rows[1]['id']}", **bearer(laptop.access))
    assert gone.status_code == 204
    assert send(client, "get", "users/profile", **bearer(phone.access)).status_code == 401
    assert send(client, "get", "users/profile", **bearer(laptop.access)).status_code == 200
    again = send(client, "delete", f"users/sessions/{rows[1]['id']}", **bearer(laptop.access))
    assert (again.status_code, again.json()["code"]) == (404, "session_not_found")


def test_nobody_ends_somebody_elses_session():
    owner, stranger = a_member(), a_member()
    tokens = sign_in(owner)
    session = user.list_sessions(owner.id)[0]
    assert send(client_of(stranger), "delete", f"users/sessions/{session.id}").status_code == 404
    assert user.read_access_token(tokens.access)


def _key_id(folder: str, start) -> str:
    from django.conf import settings

    from domains.user.keys import signing_key

    settings.JWT_PRIVATE_KEY, settings.JWT_KEY_FILE = "", Path(folder) / "keys" / "jwt.pem"
    start.wait()
    return signing_key().kid


def test_processes_that_start_together_agree_on_one_private_key_file(tmp_path):
    with get_context("fork").Manager() as manager, get_context("fork").Pool(4) as pool:
        start = manager.Barrier(4)
        kids = pool.starmap(_key_id, [(str(tmp_path), start)] * 4)
    assert len(set(kids)) == 1
    files = list((tmp_path / "keys").iterdir())
    assert [file.name for file in files] == ["jwt.pem"]
    assert stat.S_IMODE(files[0].stat().st_mode) == 0o600


def test_a_given_private_key_is_used_instead_of_the_file(settings):
    person = a_member()
    settings.JWT_PRIVATE_KEY = another_key()
    assert user.read_access_token(access_of(person)).user_id == person.id


def test_what_has_run_out_is_cleared_away():
    person = a_member()
    tokens = sign_in(person)
    user.sign_out(tokens.refresh)
    later = clock.now() + timedelta(days=30)
    with clock.running_on(lambda: later):
        assert user.clear_expired_tokens() >= 3
        assert user.clear_expired_tokens() == 0
    with pytest.raises(TokenInvalid):
        user.refresh_tokens(tokens.refresh)


def test_clearing_away_leaves_what_lives():
    tokens = sign_in(a_member())
    user.clear_expired_tokens()
    assert user.refresh_tokens(tokens.refresh)


def test_reuse_is_told_apart_from_nonsense():
    tokens = sign_in(a_member())
    user.refresh_tokens(tokens.refresh)
    for _ in range(2):
        with pytest.raises(TokenReused):
            user.refresh_tokens(tokens.refresh)
