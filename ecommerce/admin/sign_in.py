"""The admin's sign-in form: it says why somebody is kept out, such as after too many guesses."""

from django.core.exceptions import ValidationError
from unfold.forms import AuthenticationForm

from domains.kernel.errors import DomainError


class StaffSignIn(AuthenticationForm):
    """Django's form with the reason that the sign-in itself gave."""

    def get_invalid_login_error(self) -> ValidationError:
        refused: DomainError | None = getattr(self.request, "refused", None)
        if refused is not None:
            return ValidationError(refused.detail, code=refused.code)
        usual: ValidationError = super().get_invalid_login_error()
        return usual
