"""What is always true of messages."""

from domains.kernel.auditing import Rule, guard, no_secrets

RULES = (
    Rule(
        "I12",
        """
        SELECT about, format('%s messages say %s', count(*), kind)
        FROM notification_message
        WHERE kind IN ('order_confirmed', 'order_rejected', 'order_cancelled')
        GROUP BY about, kind HAVING count(*) > 1
        """,
    ),
    no_secrets("notification_message", "id", "facts", "subject", "last_error"),
    guard("I12", "notification_message_once_an_event"),
)
