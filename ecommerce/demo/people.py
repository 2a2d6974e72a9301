"""The people of the demo shop: one of each role, with a login that is printed for everybody to see."""

from collections.abc import Mapping

from domains.kernel.types import Address, Role
from domains.user import services as users
from domains.user.types import AddressType, Profile

PASSWORD = "demo-shop-login"  # noqa: S105  guards nothing: DEMO_ALLOWED keeps it off real shops
_PEOPLE = (
    ("shopper", Role.CUSTOMER, "Linnea", "Sandberg"),
    ("merchandiser", Role.MERCHANDISER, "Tomas", "Okafor"),
    ("support", Role.SUPPORT, "Grace", "Whitlock"),
    ("warehouse", Role.WAREHOUSE, "Miguel", "Arana"),
    ("finance", Role.FINANCE, "Helen", "Brandt"),
    ("admin", Role.ADMIN, "Aiko", "Mori"),
)
HOME = Address(
    name="Linnea Sandberg",
    line1="418 SE Alder Street",
    line2="Apartment 6",
    city="Portland",
    region="OR",
    postal_code="97214",
    country="US",
    phone="+1 503 555 0142",
)


def welcome_people() -> Mapping[str, Profile]:
    """The profiles by login name; whoever has an account keeps it as it is.

    Raises DemoLoginRefused where DEMO_ALLOWED is off.
    """
    people = {
        login: users.create_user(
            email=f"{login}@example.com",
            password=PASSWORD,
            first_name=first_name,
            last_name=last_name,
            roles=(role,),
        )
        for login, role, first_name, last_name in _PEOPLE
    }
    shopper = people["shopper"].id
    if not users.list_addresses(shopper):
        users.add_address(shopper, address=HOME, type=AddressType.SHIPPING, is_default=True)
    return people
