"""Where the files beside the code lie: in a checkout, or inside an installed wheel.

`templates/` and `migrations/` stand at the top of a checkout; the wheel carries
both inside the package, so that nothing else of ours lands in site-packages.
"""

from pathlib import Path

PACKAGE = Path(__file__).resolve().parent
INSTALLED = (PACKAGE / "templates").is_dir()

STATIC = PACKAGE / "static"
CATALOGUE = PACKAGE / "catalogue"
GUIDES = PACKAGE / "guides"
TEMPLATES = PACKAGE / "templates" if INSTALLED else PACKAGE.parent / "templates"
MIGRATIONS_MODULE = "netmentor.migrations" if INSTALLED else "migrations"
