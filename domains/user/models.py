"""Rows of accounts, of what proves them, and of where people are signed in."""

from typing import Any, ClassVar

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager, Group, PermissionsMixin
from django.db import models
from django.db.models.functions import Lower

from domains.kernel import clock
from domains.kernel.entity import Entity
from domains.kernel.types import Role
from domains.user.types import AddressType


class UserManager(BaseUserManager["User"]):
    """Makes superusers for `createsuperuser`; everybody else comes through the services."""

    def create_superuser(self, email: str, password: str | None = None, **fields: Any) -> "User":
        user = self.model(
            email=email.strip().lower(),
            email_verified_at=clock.now(),
            is_staff=True,
            is_superuser=True,
            **fields,
        )
        user.set_password(password)
        user.save(using=self._db)
        administrators, _ = Group.objects.using(self._db).get_or_create(name=Role.ADMIN.value)
        user.groups.add(administrators)
        return user


class User(AbstractBaseUser, PermissionsMixin, Entity):
    """A person. The address is kept in lower case; roles are groups named after `Role`."""

    email = models.EmailField(unique=True)
    first_name = models.CharField(max_length=100, blank=True)
    last_name = models.CharField(max_length=100, blank=True)
    email_verified_at = models.DateTimeField(null=True, blank=True)
    locale = models.CharField(max_length=12, default="en")
    currency = models.CharField(max_length=3, blank=True)
    marketing_consent = models.BooleanField(default=False)
    is_active = models.BooleanField("active", default=True)
    is_staff = models.BooleanField("staff", default=False)

    objects: ClassVar[UserManager] = UserManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"

    class Meta:
        db_table = "user_user"
        indexes = [models.Index(fields=["-created_at", "-id"], name="user_user_newest")]
        constraints = [
            models.CheckConstraint(condition=models.Q(email=Lower("email")), name="user_email_lower_case")
        ]

    def __str__(self) -> str:
        return self.email

    def get_full_name(self) -> str:
        """The name that the admin greets with."""
        return f"{self.first_name} {self.last_name}".strip() or self.email

    def get_short_name(self) -> str:
        """The name that the admin's menu shows."""
        return self.first_name or self.email


class VerificationCode(Entity):
    """A mailed six-digit code, as a keyed digest."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="verification_codes")
    digest = models.CharField(max_length=64)
    tries = models.PositiveSmallIntegerField(default=0)
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "user_verification_code"
        indexes = [models.Index(fields=["user", "-created_at"], name="user_code_newest")]


class ResetToken(Entity):
    """A mailed link that sets a new password once, as a digest."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="reset_tokens")
    digest = models.CharField(max_length=64, unique=True)
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "user_reset_token"


class Session(Entity):
    """A signed-in device: the family of its refresh tokens. `updated_at` is its last use."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="sessions")
    device = models.CharField(max_length=200, blank=True)
    ip = models.CharField(max_length=45, blank=True)
    access_jti = models.CharField(max_length=36)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "user_session"
        indexes = [
            models.Index(
                fields=["user", "-updated_at"],
                name="user_session_live",
                condition=models.Q(ended_at__isnull=True),
            )
        ]


class RefreshToken(Entity):
    """One link of a session's chain, as a digest; `used_at` is when it was exchanged."""

    session = models.ForeignKey(Session, on_delete=models.CASCADE, related_name="refresh_tokens")
    digest = models.CharField(max_length=64, unique=True)
    expires_at = models.DateTimeField(db_index=True)
    used_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "user_refresh_token"


class RevokedAccess(models.Model):
    """The `jti` of one access token, or the `sid` of every one of a session, that is refused."""

    key = models.CharField(max_length=36, primary_key=True)
    expires_at = models.DateTimeField(db_index=True)

    class Meta:
        db_table = "user_revoked_access"


class SignInFailures(Entity):
    """Wrong passwords for one account from one network address. The account need not exist."""

    account = models.CharField(max_length=64)
    ip = models.CharField(max_length=45, blank=True)
    failures = models.PositiveIntegerField(default=0)
    locked_until = models.DateTimeField(null=True)

    class Meta:
        db_table = "user_sign_in_failures"
        constraints = [models.UniqueConstraint(fields=["account", "ip"], name="user_sign_in_failures_once")]


class AddressEntry(Entity):
    """An entry of somebody's address book."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="addresses")
    type = models.CharField(max_length=8, choices=[(kind.value, kind.value.title()) for kind in AddressType])
    is_default = models.BooleanField(default=False)
    name = models.CharField(max_length=120)
    company = models.CharField(max_length=120, blank=True)
    line1 = models.CharField(max_length=200)
    line2 = models.CharField(max_length=200, blank=True)
    city = models.CharField(max_length=100)
    region = models.CharField(max_length=100, blank=True)
    postal_code = models.CharField(max_length=20, blank=True)
    country = models.CharField(max_length=2)
    phone = models.CharField(max_length=40, blank=True)

    class Meta:
        db_table = "user_address"
        verbose_name = "address"
        verbose_name_plural = "addresses"
        constraints = [
            models.UniqueConstraint(
                fields=["user", "type"],
                condition=models.Q(is_default=True),
                name="user_address_one_default",
            )
        ]

    def __str__(self) -> str:
        return f"{self.name}, {self.line1}, {self.city}"
