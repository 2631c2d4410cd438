"""What gunicorn serves: `gunicorn hierniet.wsgi`."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "hierniet.settings")

application = get_wsgi_application()
