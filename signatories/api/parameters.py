"""What may stand behind the `?`. Anything else is refused, so that a typing error never passes for an answer."""

from typing import Annotated, Literal

from ninja import Schema
from pydantic import Field, StringConstraints

from .schemas.common import Language

MOST_ON_A_PAGE = 1_000  # the whole list for years: a spreadsheet does not turn pages
LAST_PAGE = 100_000  # of nothing; so that a number can never be too large for the database
Number = Annotated[int, Field(ge=1, le=1_000_000)]
Key = Annotated[str, StringConstraints(pattern=r"^[a-z0-9-]{1,50}$")]


class Question(Schema):
    lang: Language | None = Field(
        None, description="Else the language that the header `Accept-Language` asks for, else Dutch.", examples=["fr"]
    )


class Table(Question):
    format: Literal["json", "csv"] | None = Field(
        None,
        description="Else what the header `Accept` asks for, else JSON. Goes before that header.",
        examples=["json"],
    )
    page: int = Field(1, ge=1, le=LAST_PAGE, description="Which page; one after the last is empty.")
    page_size: int = Field(100, ge=1, le=MOST_ON_A_PAGE, description="How many on a page.")
