"""Where stock is asked for."""

from django.urls import path

from domains.inventory.api.reservations import Release, Reserve
from domains.inventory.api.stock import Alerts, Movements, Stock, Transfer
from domains.inventory.api.warehouses import Warehouses

urlpatterns = [
    path("inventory/alerts", Alerts.as_view()),
    path("inventory/movements", Movements.as_view()),
    path("inventory/release", Release.as_view()),
    path("inventory/reserve", Reserve.as_view()),
    path("inventory/transfer", Transfer.as_view()),
    path("inventory/warehouses", Warehouses.as_view()),
    path("inventory/<str:identity>", Stock.as_view()),
]
