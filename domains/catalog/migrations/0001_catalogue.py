import django.contrib.postgres.fields
import django.contrib.postgres.indexes
import django.contrib.postgres.operations
import django.contrib.postgres.search
import django.core.validators
import django.db.models.deletion
import domains.kernel.clock
import domains.kernel.ids
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [
        django.contrib.postgres.operations.TrigramExtension(),
        django.contrib.postgres.operations.UnaccentExtension(),
        migrations.CreateModel(
            name='Brand',
            fields=[
                ('id', models.UUIDField(default=domains.kernel.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('created_at', models.DateTimeField(default=domains.kernel.clock.now, editable=False)),
                ('updated_at', models.DateTimeField(default=domains.kernel.clock.now, editable=False)),
                ('slug', models.SlugField(allow_unicode=True, max_length=120, unique=True)),
                ('name', models.CharField(max_length=120)),
                ('description', models.TextField(blank=True)),
            ],
            options={
                'db_table': 'catalog_brand',
                'ordering': ['name'],
            },
        ),
        migrations.CreateModel(
            name='Collection',
            fields=[
                ('id', models.UUIDField(default=domains.kernel.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('created_at', models.DateTimeField(default=domains.kernel.clock.now, editable=False)),
                ('updated_at', models.DateTimeField(default=domains.kernel.clock.now, editable=False)),
                ('slug', models.SlugField(allow_unicode=True, max_length=120, unique=True)),
                ('name', models.CharField(max_length=120)),
                ('description', models.TextField(blank=True)),
            ],
            options={
                'db_table': 'catalog_collection',
                'ordering': ['name'],
            },
        ),
        migrations.CreateModel(
            name='Category',
            fields=[
                ('id', models.UUIDField(default=domains.kernel.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('created_at', models.DateTimeField(default=domains.kernel.clock.now, editable=False)),
                ('updated_at', models.DateTimeField(default=domains.kernel.clock.now, editable=False)),
                ('slug', models.SlugField(allow_unicode=True, max_length=120, unique=True)),
                ('name', models.CharField(max_length=120)),
                ('path', models.CharField(editable=False, max_length=1000, unique=True)),
                ('position', models.PositiveIntegerField(default=0)),
                ('description', models.TextField(blank=True)),
                ('attributes_schema', models.JSONField(blank=True, default=dict, help_text='A JSON Schema of an object; categories below inherit it.')),
                ('illustration', models.CharField(blank=True, help_text='What to draw, e.g. “shirt/check #d9d2c0 #b2552f”.', max_length=300)),
                ('parent', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='children', to='catalog.category')),
            ],
            options={
                'verbose_name_plural': 'categories',
                'db_table': 'catalog_category',
                'ordering': ['path'],
            },
        ),
        migrations.CreateModel(
            name='Product',
            fields=[
                ('id', models.UUIDField(default=domains.kernel.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('created_at', models.DateTimeField(default=domains.kernel.clock.now, editable=False)),
                ('updated_at', models.DateTimeField(default=domains.kernel.clock.now, editable=False)),
                ('slug', models.SlugField(allow_unicode=True, max_length=255, unique=True)),
                ('name', models.CharField(max_length=255)),
                ('description', models.TextField(blank=True, help_text='HTML; what could harm a reader is taken out.')),
                ('vendor', models.CharField(blank=True, max_length=255)),
                ('attributes', models.JSONField(blank=True, default=dict)),
                ('options', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=255), default=list, editable=False, size=None)),
                ('tags', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=255), blank=True, default=list, size=None)),
                ('status', models.CharField(choices=[('draft', 'Draft'), ('active', 'Active'), ('archived', 'Archived')], db_index=True, default='active', max_length=10)),
                ('visibility', models.CharField(choices=[('public', 'Public'), ('unlisted', 'Unlisted'), ('hidden', 'Hidden')], default='public', max_length=10)),
                ('seo_title', models.CharField(blank=True, max_length=255)),
                ('seo_description', models.CharField(blank=True, max_length=1000)),
                ('illustration', models.CharField(blank=True, help_text='What to draw where there is no picture, e.g. “shirt/check”.', max_length=80)),
                ('published_at', models.DateTimeField(default=domains.kernel.clock.now)),
                ('sold', models.PositiveIntegerField(default=0, editable=False)),
                ('brand', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='products', to='catalog.brand')),
                ('category', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='products', to='catalog.category')),
            ],
            options={
                'db_table': 'catalog_product',
            },
        ),
        migrations.CreateModel(
            name='Media',
            fields=[
                ('id', models.UUIDField(default=domains.kernel.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('created_at', models.DateTimeField(default=domains.kernel.clock.now, editable=False)),
                ('updated_at', models.DateTimeField(default=domains.kernel.clock.now, editable=False)),
                ('url', models.CharField(max_length=1000)),
                ('thumbnail', models.CharField(blank=True, max_length=1000)),
                ('alt', models.CharField(blank=True, max_length=500)),
                ('position', models.PositiveIntegerField(default=0)),
                ('shows', models.CharField(blank=True, max_length=255)),
                ('product', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='media', to='catalog.product')),
            ],
            options={
                'verbose_name_plural': 'media',
                'db_table': 'catalog_media',
                'ordering': ['position', 'id'],
            },
        ),
        migrations.CreateModel(
            name='CollectionItem',
            fields=[
                ('id', models.BigAutoField(primary_key=True, serialize=False)),
                ('position', models.PositiveIntegerField(default=0)),
                ('collection', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='items', to='catalog.collection')),
                ('product', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='collection_items', to='catalog.product')),
            ],
            options={
                'db_table': 'catalog_collection_item',
                'ordering': ['position'],
            },
        ),
        migrations.AddField(
            model_name='collection',
            name='products',
            field=models.ManyToManyField(related_name='collections', through='catalog.CollectionItem', to='catalog.product'),
        ),
        migrations.CreateModel(
            name='Purchase',
            fields=[
                ('id', models.BigAutoField(primary_key=True, serialize=False)),
                ('reference_id', models.UUIDField()),
                ('user_id', models.UUIDField(null=True)),
                ('quantity', models.PositiveIntegerField()),
                ('product', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='purchases', to='catalog.product')),
            ],
            options={
                'db_table': 'catalog_purchase',
            },
        ),
        migrations.CreateModel(
            name='Review',
            fields=[
                ('id', models.UUIDField(default=domains.kernel.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('created_at', models.DateTimeField(default=domains.kernel.clock.now, editable=False)),
                ('updated_at', models.DateTimeField(default=domains.kernel.clock.now, editable=False)),
                ('user_id', models.UUIDField(db_index=True)),
                ('author', models.CharField(max_length=80)),
                ('rating', models.PositiveSmallIntegerField(validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(5)])),
                ('title', models.CharField(blank=True, max_length=120)),
                ('body', models.TextField(blank=True, max_length=4000)),
                ('verified', models.BooleanField(default=False, verbose_name='verified purchase')),
                ('status', models.CharField(choices=[('published', 'Published'), ('hidden', 'Hidden')], default='published', max_length=10)),
                ('product', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='reviews', to='catalog.product')),
            ],
            options={
                'db_table': 'catalog_review',
            },
        ),
        migrations.CreateModel(
            name='SlugRedirect',
            fields=[
                ('slug', models.SlugField(allow_unicode=True, max_length=255, primary_key=True, serialize=False)),
                ('product', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='former_slugs', to='catalog.product')),
            ],
            options={
                'db_table': 'catalog_slug_redirect',
            },
        ),
        migrations.CreateModel(
            name='Variant',
            fields=[
                ('id', models.UUIDField(default=domains.kernel.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('created_at', models.DateTimeField(default=domains.kernel.clock.now, editable=False)),
                ('updated_at', models.DateTimeField(default=domains.kernel.clock.now, editable=False)),
                ('sku', models.CharField(max_length=255, unique=True, verbose_name='SKU')),
                ('attributes', models.JSONField(blank=True, default=dict)),
                ('price', models.DecimalField(decimal_places=4, max_digits=18, verbose_name='regular price')),
                ('sale_price', models.DecimalField(blank=True, decimal_places=4, max_digits=18, null=True)),
                ('currency', models.CharField(max_length=3)),
                ('grams', models.PositiveIntegerField(default=0)),
                ('barcode', models.CharField(blank=True, max_length=80)),
                ('swatch', models.CharField(blank=True, max_length=7)),
                ('position', models.PositiveIntegerField(default=0)),
                ('requires_shipping', models.BooleanField(default=True)),
                ('taxable', models.BooleanField(default=True)),
                ('tax_class', models.CharField(default='standard', max_length=40)),
                ('picture', models.JSONField(blank=True, editable=False, null=True)),
                ('available', models.IntegerField(default=0, editable=False)),
                ('active', models.BooleanField(default=True, editable=False)),
                ('product', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='variants', to='catalog.product')),
            ],
            options={
                'db_table': 'catalog_variant',
                'ordering': ['position', 'id'],
            },
        ),
        migrations.CreateModel(
            name='ProductRow',
            fields=[
                ('product', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='row', serialize=False, to='catalog.product')),
                ('listed', models.BooleanField()),
                ('sku', models.CharField(max_length=255)),
                ('slug', models.CharField(max_length=255)),
                ('name', models.CharField(max_length=255)),
                ('brand', models.CharField(max_length=120)),
                ('brand_slug', models.CharField(max_length=120)),
                ('category_slug', models.CharField(max_length=120)),
                ('price', models.DecimalField(decimal_places=4, max_digits=18)),
                ('sale_price', models.DecimalField(decimal_places=4, max_digits=18, null=True)),
                ('paid', models.DecimalField(decimal_places=4, max_digits=18)),
                ('currency', models.CharField(max_length=3)),
                ('in_stock', models.BooleanField()),
                ('rating', models.DecimalField(decimal_places=2, max_digits=3)),
                ('rating_count', models.PositiveIntegerField()),
                ('popularity', models.PositiveIntegerField()),
                ('published_at', models.DateTimeField()),
                ('default_variant_id', models.UUIDField(null=True)),
                ('variant_count', models.PositiveIntegerField()),
                ('image', models.JSONField(null=True)),
                ('hover_image', models.JSONField(null=True)),
                ('colours', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=7), size=None)),
                ('attributes', models.JSONField()),
                ('traits', django.contrib.postgres.fields.ArrayField(base_field=models.TextField(), size=None)),
                ('words', models.TextField()),
                ('search', django.contrib.postgres.search.SearchVectorField(null=True)),
            ],
            options={
                'db_table': 'catalog_product_row',
                'indexes': [models.Index(condition=models.Q(('listed', True)), fields=['-published_at', '-product'], name='catalog_row_newest'), models.Index(condition=models.Q(('listed', True)), fields=['paid', 'product'], name='catalog_row_price'), models.Index(condition=models.Q(('listed', True)), fields=['-rating', '-product'], name='catalog_row_rating'), models.Index(condition=models.Q(('listed', True)), fields=['name', 'product'], name='catalog_row_name'), models.Index(condition=models.Q(('listed', True)), fields=['-popularity', '-product'], name='catalog_row_bestselling'), django.contrib.postgres.indexes.GinIndex(fields=['traits'], name='catalog_row_traits'), django.contrib.postgres.indexes.GinIndex(fields=['search'], name='catalog_row_search'), django.contrib.postgres.indexes.GinIndex(django.contrib.postgres.indexes.OpClass('words', name='gin_trgm_ops'), name='catalog_row_words')],
            },
        ),
        migrations.AddIndex(
            model_name='product',
            index=models.Index(fields=['-created_at', '-id'], name='catalog_product_newest'),
        ),
        migrations.AddConstraint(
            model_name='collectionitem',
            constraint=models.UniqueConstraint(fields=('collection', 'product'), name='catalog_collection_item_once'),
        ),
        migrations.AddIndex(
            model_name='purchase',
            index=models.Index(fields=['user_id', 'product'], name='catalog_purchase_buyer'),
        ),
        migrations.AddConstraint(
            model_name='purchase',
            constraint=models.UniqueConstraint(fields=('reference_id', 'product'), name='catalog_purchase_once'),
        ),
        migrations.AddIndex(
            model_name='review',
            index=models.Index(fields=['product', '-created_at', '-id'], name='catalog_review_newest'),
        ),
        migrations.AddConstraint(
            model_name='review',
            constraint=models.UniqueConstraint(fields=('product', 'user_id'), name='catalog_review_once'),
        ),
        migrations.AddConstraint(
            model_name='review',
            constraint=models.CheckConstraint(condition=models.Q(('rating__range', (1, 5))), name='catalog_review_rating'),
        ),
        migrations.AddConstraint(
            model_name='variant',
            constraint=models.CheckConstraint(condition=models.Q(('price__gte', 0), models.Q(('sale_price__isnull', True), models.Q(('sale_price__gte', 0), ('sale_price__lt', models.F('price'))), _connector='OR')), name='catalog_variant_prices', violation_error_message='The sale price must be below the regular price.'),
        ),
    ]
