from django.apps import AppConfig


class KernelConfig(AppConfig):
    name = "domains.kernel"
    label = "kernel"
