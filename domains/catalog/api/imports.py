"""Files of products in and out."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.http import StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.urls import URLPattern, path
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.negotiation import DefaultContentNegotiation
from rest_framework.parsers import BaseParser, MultiPartParser
from rest_framework.renderers import BaseRenderer, JSONRenderer
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from domains.catalog import services as catalog
from domains.catalog.errors import ImportFileInvalid
from domains.catalog.importing import exporting
from domains.catalog.importing.uploading import LARGEST_UPLOAD
from domains.catalog.types import FileFormat, ImportStatus
from domains.kernel.api import has_role, parse
from domains.kernel.clock import now
from domains.kernel.errors import InvalidInput
from domains.kernel.types import Role


class CsvParser(BaseParser):
    """A CSV as the body itself; one byte too many is enough to know that it is too large."""

    media_type = "text/csv"

    def parse(
        self, stream: Any, media_type: str | None = None, parser_context: Mapping[str, Any] | None = None
    ) -> Any:
        return stream.read(LARGEST_UPLOAD + 1)


class CsvRenderer(BaseRenderer):
    """Lets a client ask for text/csv; the view writes the lines itself."""

    media_type = "text/csv"
    format = "csv"

    def render(self, data: Any, media_type: str | None = None, context: Any = None) -> bytes:
        return JSONRenderer().render(data)


class ByHeaderAlone(DefaultContentNegotiation):
    """`?format=` names the kind of CSV here, and no renderer."""

    def filter_renderers(self, renderers: Any, format: str) -> Any:
        return renderers


class ImportInput(serializers.Serializer[Any]):
    file = serializers.FileField(help_text="A product CSV of Shopify or of our own, at most 20 MB.")
    currency = serializers.CharField(
        required=False, default="", max_length=3, help_text="Of the prices; the shop's own without it."
    )


class LineProblemSerializer(serializers.Serializer[Any]):
    line = serializers.IntegerField()
    field = serializers.CharField(allow_blank=True)
    reason = serializers.CharField()


class ImportSerializer(serializers.Serializer[Any]):
    id = serializers.UUIDField()
    filename = serializers.CharField()
    status = serializers.ChoiceField(choices=[status.value for status in ImportStatus])
    done = serializers.IntegerField(help_text="Products looked at.")
    total = serializers.IntegerField(help_text="Products in the file; 0 until it has been read.")
    products_created = serializers.IntegerField()
    products_updated = serializers.IntegerField()
    variants = serializers.IntegerField()
    pictures = serializers.IntegerField()
    pictures_missing = serializers.IntegerField(help_text="Pictures out of reach; they were drawn instead.")
    problem_count = serializers.IntegerField()
    problems = LineProblemSerializer(many=True, help_text="The first thousand lines that were left out.")
    failure = serializers.CharField(allow_blank=True)
    created_at = serializers.DateTimeField()
    finished_at = serializers.DateTimeField(allow_null=True)


class _StaffView(APIView):
    permission_classes = [has_role(Role.MERCHANDISER)]

    def finalize_response(self, request: Request, response: Any, *args: Any, **kwargs: Any) -> Response:
        final: Response = super().finalize_response(request, response, *args, **kwargs)
        final["Cache-Control"] = "private, no-store"
        return final


class Imports(_StaffView):
    """`catalog/imports`."""

    parser_classes = [MultiPartParser, CsvParser]

    @extend_schema(
        request={"multipart/form-data": ImportInput, "text/csv": OpenApiTypes.STR},
        parameters=[OpenApiParameter("currency", description="Of the prices, where the body is the CSV.")],
        responses={202: ImportSerializer},
    )
    def post(self, request: Request) -> Response:
        """A product CSV, as a form's file or as the body: a worker brings it in."""
        if isinstance(request.data, bytes):
            content, filename = request.data, "products.csv"
            currency = request.query_params.get("currency", "")
        else:
            given = parse(ImportInput, request)
            if given["file"].size > LARGEST_UPLOAD:
                raise ImportFileInvalid("The file is larger than 20 MB.", field="file")
            content, filename = given["file"].read(), given["file"].name
            currency = given["currency"]
        job = catalog.start_import(content, filename=filename, currency=currency)
        where = f"/api/v1/catalog/imports/{job.id}"
        return Response(ImportSerializer(job).data, status=202, headers={"Location": where})


class ImportDetail(_StaffView):
    """`catalog/imports/{id}`."""

    @extend_schema(responses=ImportSerializer)
    def get(self, request: Request, import_id: UUID) -> Response:
        """How far the import is, and every line that was left out."""
        return Response(ImportSerializer(catalog.get_import(import_id)).data)


class Export(_StaffView):
    """`catalog/export.csv`."""

    renderer_classes = [CsvRenderer, JSONRenderer]
    content_negotiation_class = ByHeaderAlone

    @extend_schema(
        parameters=[
            OpenApiParameter(
                "format",
                enum=[one.value for one in FileFormat],
                description="`shopify`, also when none is given, or `septet`, which keeps everything.",
            )
        ],
        responses={(200, "text/csv"): OpenApiTypes.STR},
    )
    def get(self, request: Request) -> HttpResponseBase:
        """Every product as a CSV that an import takes; cells like formulas begin with an apostrophe."""
        kind = request.query_params.get("format", FileFormat.SHOPIFY)
        if kind not in list(FileFormat):
            raise InvalidInput(f"Give one of these formats: {', '.join(FileFormat)}.", field="format")
        response = StreamingHttpResponse(
            exporting.lines(FileFormat(kind)), content_type="text/csv; charset=utf-8"
        )
        response["Content-Disposition"] = f'attachment; filename="products-{now():%Y-%m-%d}.csv"'
        return response


urlpatterns: list[URLPattern] = [
    path("catalog/imports", Imports.as_view(), name="imports"),
    path("catalog/imports/<uuid:import_id>", ImportDetail.as_view(), name="import"),
    path("catalog/export.csv", Export.as_view(), name="export"),
]
