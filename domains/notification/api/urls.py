"""Addresses under /api/v1/."""

from django.urls import path

from domains.notification.api import views

urlpatterns = [
    path("notifications", views.Messages.as_view()),
    path("notifications/preferences", views.Preferences.as_view()),
]
