"""An import on its way: the file, how far it is, what it left out."""

from django.db import models

from domains.catalog.types import FileFormat, ImportStatus
from domains.kernel import clock
from domains.kernel.entity import Entity


class ImportJob(Entity):
    """`content` is the uploaded file until its lines have been read.

    `mapping` says which column each name of the file's first line is, where it was not left to be guessed.
    """

    filename = models.CharField(max_length=255)
    status = models.CharField(
        max_length=10,
        choices=[(status.value, status.name.title()) for status in ImportStatus],
        default=ImportStatus.WAITING.value,
    )
    content = models.BinaryField(null=True, editable=False)
    format = models.CharField(
        max_length=10,
        choices=[(one.value, one.name.title()) for one in FileFormat],
        default=FileFormat.SHOPIFY.value,
    )
    mapping = models.JSONField(null=True, editable=False)
    currency = models.CharField(max_length=3)
    requested_by = models.CharField(max_length=80)
    done = models.PositiveIntegerField("products done", default=0)
    total = models.PositiveIntegerField("products in the file", default=0)
    products_created = models.PositiveIntegerField(default=0)
    products_updated = models.PositiveIntegerField(default=0)
    variants = models.PositiveIntegerField(default=0)
    pictures = models.PositiveIntegerField(default=0)
    pictures_missing = models.PositiveIntegerField("pictures out of reach", default=0)
    undone = models.PositiveIntegerField("products as before again", default=0)
    problem_count = models.PositiveIntegerField("lines left out", default=0)
    failure = models.TextField(blank=True)
    finished_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "catalog_import_job"
        indexes = [models.Index(fields=["-created_at", "-id"], name="catalog_import_newest")]
        verbose_name = "import"

    def __str__(self) -> str:
        return self.filename


class ImportLine(models.Model):
    """A line of a file, kept until its product is in as it says; `place` counts the products of the file."""

    id = models.BigAutoField(primary_key=True)
    job = models.ForeignKey(ImportJob, on_delete=models.CASCADE, related_name="lines")
    place = models.PositiveIntegerField()
    number = models.PositiveIntegerField()
    handle = models.CharField(max_length=255)
    fields = models.JSONField()

    class Meta:
        db_table = "catalog_import_line"
        indexes = [models.Index(fields=["job", "place", "number"], name="catalog_import_line_place")]

    def __str__(self) -> str:
        return f"{self.number}: {self.handle}"


class ImportChange(models.Model):
    """A product that an import made or changed, kept until it is undone.

    `before` is what it was, None where there was none, and `stamp` how it stood right after the import;
    `stock` maps SKUs to what there was and what the file counted. `refusal` says why it could not be undone.
    """

    id = models.BigAutoField(primary_key=True)
    job = models.ForeignKey(ImportJob, on_delete=models.CASCADE, related_name="changes")
    product_id = models.UUIDField()
    slug = models.CharField(max_length=255)
    before = models.JSONField(null=True)
    stock = models.JSONField(default=dict)
    stamp = models.CharField(max_length=32)
    refusal = models.TextField(blank=True)

    class Meta:
        db_table = "catalog_import_change"
        indexes = [models.Index(fields=["job", "id"], name="catalog_import_change_job")]

    def __str__(self) -> str:
        return self.slug


class ImportProblem(models.Model):
    """A line that was left out, and why."""

    id = models.BigAutoField(primary_key=True)
    job = models.ForeignKey(ImportJob, on_delete=models.CASCADE, related_name="problems")
    line = models.PositiveIntegerField()
    field = models.CharField(max_length=80, blank=True)
    reason = models.TextField()

    class Meta:
        db_table = "catalog_import_problem"
        indexes = [models.Index(fields=["job", "line", "id"], name="catalog_import_problem_line")]

    def __str__(self) -> str:
        return f"Line {self.line}: {self.reason}"


class FetchedPicture(models.Model):
    """A picture that was fetched for an import: importing the same file again asks nobody."""

    source = models.CharField(max_length=1000, primary_key=True)
    url = models.CharField(max_length=1000)
    fetched_at = models.DateTimeField(default=clock.now)

    class Meta:
        db_table = "catalog_fetched_picture"

    def __str__(self) -> str:
        return self.source
