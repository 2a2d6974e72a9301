"""What is always true of money."""

import json

from moneyed import CURRENCIES

from domains.kernel.auditing import Rule, guard, no_secrets
from domains.kernel.money import digits

# Of currencies whose smallest unit is not a hundredth.
_EXPONENTS = json.dumps({code: digits(code) for code in CURRENCIES if digits(code) != 2})

_OTHER_BOOKS = """
SELECT coalesce(payment.id::text, charge.key),
       format('we hold %%s, the test gateway holds %%s',
              coalesce(payment.captured - payment.refunded, 0), held.amount)
FROM payment_sandbox_charge AS charge
CROSS JOIN LATERAL (
    SELECT (charge.amount_minor - charge.refunded_minor)
           / power(10, coalesce((%s::jsonb ->> charge.currency)::int, 2))::numeric AS amount
) AS held
LEFT JOIN payment_payment AS payment ON payment.gateway_key = charge.key
WHERE charge.status = 'captured'
  AND coalesce(payment.settled, true) AND coalesce(payment.refunding, 0) = 0
  AND coalesce(payment.captured - payment.refunded, 0) <> held.amount
"""

RULES = (
    Rule(
        "I5",
        """
        SELECT id, format('captured %s of %s, refunded %s, refunding %s',
                          captured, amount, refunded, refunding)
        FROM payment_payment
        WHERE NOT (0 <= refunded AND 0 <= refunding
                   AND refunded + refunding <= captured AND captured <= amount)
        """,
    ),
    guard("I5", "payment_captured_within_amount", "payment_refunded_within_captured"),
    guard("I5", "payment_journal_append_only", "payment_journal_once"),
    Rule(
        "I5",
        """
        SELECT move_id, format('the entries of the move sum to %s', sum(amount))
        FROM payment_journal_entry GROUP BY move_id HAVING sum(amount) <> 0 OR count(*) < 2
        """,
    ),
    Rule(
        "I5",
        """
        SELECT payment.id, format('%s captured and %s refunded, the journal holds %s',
                                  payment.captured, payment.refunded, coalesce(journal.sum, 0))
        FROM payment_payment AS payment
        LEFT JOIN (
            SELECT payment_id, sum(amount) AS sum FROM payment_journal_entry
            WHERE account LIKE 'gateway:%' GROUP BY payment_id
        ) AS journal ON journal.payment_id = payment.id
        WHERE coalesce(journal.sum, 0) <> payment.captured - payment.refunded
        """,
    ),
    Rule("I6", _OTHER_BOOKS, (_EXPONENTS,)),
    Rule(
        "I6",
        """
        SELECT payment.id, 'captured, and the gateway knows no such charge'
        FROM payment_payment AS payment
        LEFT JOIN payment_sandbox_charge AS charge ON charge.key = payment.gateway_key
        WHERE payment.gateway = 'test' AND payment.captured > 0
          AND (charge.key IS NULL OR charge.status <> 'captured')
        """,
    ),
    Rule(
        "I7",
        """
        SELECT order_id, format('%s payments hold money', count(*))
        FROM payment_payment WHERE captured > refunded GROUP BY order_id HAVING count(*) > 1
        """,
    ),
    no_secrets("payment_payment", "id", "decline_message", "return_url", "method_token"),
    guard("I7", "payment_one_capture_an_order", "payment_order_attempt"),
)
