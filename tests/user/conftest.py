"""Mails of these tests go where the shop's own mailbox reads them."""

import pytest


@pytest.fixture(autouse=True)
def _mailbox(settings, tmp_path):
    settings.EMAIL_BACKEND = "ecommerce.operations.mailbox.MailboxBackend"
    settings.MAILBOX_DIR = tmp_path / "mailbox"
