"""People: accounts, sign-in, tokens, roles and address books.

Owns: users, verification codes, refresh tokens, revoked access tokens, addresses
Calls: kernel
Listens to: nobody
Publishes: user.verification_requested.v1, user.registration_repeated.v1, user.email_verified.v1,
    user.password_reset_requested.v1, user.password_changed.v1
"""
