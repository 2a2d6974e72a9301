"""Addresses under /api/v1/."""

from django.urls import path

from domains.user.api import accounts, profile, sessions

urlpatterns = [
    path("users/register", accounts.Register.as_view()),
    path("users/verify-email", accounts.VerifyEmail.as_view()),
    path("users/verify-email/resend", accounts.ResendVerification.as_view()),
    path("users/reset-password", accounts.ResetPassword.as_view()),
    path("users/reset-password/confirm", accounts.ConfirmPasswordReset.as_view()),
    path("users/login", sessions.Login.as_view()),
    path("users/refresh", sessions.Refresh.as_view()),
    path("users/logout", sessions.Logout.as_view()),
    path("users/sessions", sessions.Sessions.as_view()),
    path("users/sessions/<uuid:session_id>", sessions.OneSession.as_view()),
    path("users/profile", profile.MyProfile.as_view()),
    path("users/addresses", profile.Addresses.as_view()),
    path("users/addresses/<uuid:address_id>", profile.OneAddress.as_view()),
]
