"""What is always true of coupons."""

from domains.kernel.auditing import Rule, guard

RULES = (
    Rule(
        "I14",
        """
        SELECT coupon.code, format('%s counted, %s orders use it, limit %s',
                                   coupon.redeemed, count(used.id), coalesce(coupon.limit::text, 'none'))
        FROM cart_coupon AS coupon
        LEFT JOIN cart_redemption AS used ON used.coupon_id = coupon.id AND used.returned_at IS NULL
        GROUP BY coupon.id
        HAVING coupon.redeemed <> count(used.id) OR coupon.redeemed > coupon.limit
        """,
    ),
    Rule(
        "I14",
        """
        SELECT coupon.code, format('one person used it %s times, the limit is %s',
                                   count(*), coupon.limit_per_customer)
        FROM cart_redemption AS used JOIN cart_coupon AS coupon ON coupon.id = used.coupon_id
        WHERE used.returned_at IS NULL AND coupon.limit_per_customer IS NOT NULL
        GROUP BY coupon.id, used.email_digest
        HAVING count(*) > coupon.limit_per_customer
        """,
    ),
    guard("I14", "cart_redemption_once"),
)
