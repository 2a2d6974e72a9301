"""Who sees stock, who counts it, who holds it."""

from domains.kernel.types import Role

STAFF = (Role.WAREHOUSE, Role.MERCHANDISER, Role.SUPPORT, Role.FINANCE)
COUNTS = (Role.WAREHOUSE,)
HOLDS = (Role.WAREHOUSE, Role.SUPPORT)
