"""A signatory as its own page on the site shows it, and not one word more."""

from datetime import date
from typing import Literal
from uuid import UUID

from pydantic import Field

from .common import Address, InEachLanguage, Listing, Shown

KindKey = Literal[
    "company", "public_authority", "municipality", "education", "care", "association", "federation", "media", "agency",
    "platform", "individual",
]  # fmt: skip


class SignatoryShown(Shown):
    id: UUID = Field(description="Never changes, whatever else does.")
    name: str = Field(examples=["Stad Voorbeeld"])
    short_name: str = Field(
        description="Stands in addresses, as in hierniet.be/schelden/stad-voorbeeld. It can change once; the old one works on.",
        examples=["stad-voorbeeld"],
    )
    kind: KindKey = Field(examples=["municipality"])
    kind_name: str = Field(description="The kind in the language of the answer.", examples=["Stad of gemeente"])
    website: Address | None
    enterprise_number: str | None = Field(description="As it is written in Belgium.", examples=["0202.239.951"])
    social_accounts: list[Address] = Field(description="Where it manages comments.")
    signed_on: date | None = Field(
        description="The day on which it was listed as having signed here; null where we know it from a public source only."
    )
    listed_on: date = Field(description="The day since which it stands in the list.")
    stance: Literal["signed", "joined", "supports"] = Field(
        description="What is known: it signed the charter, or a public source says that it joined or supports the initiative."
    )
    source_url: Address | None = Field(description="The public source, where there is one.")
    source_title: str | None
    pages: InEachLanguage = Field(description="Its page on the site.")
    proof: Address = Field(description="Says at any time whether it still stands in the list.")
    logo: Address | None = Field(description="A PNG, where a logo is in use. It stays the signatory's own.")


class SignatoryList(Listing):
    results: list[SignatoryShown]
