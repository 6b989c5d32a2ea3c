from . import errors as errors
from . import models as models
from .client import AsyncClient as AsyncClient
from .client import Client as Client
