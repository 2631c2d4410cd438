"""Whether somebody signed, for programs that show it."""

from datetime import date, datetime
from typing import Literal
from uuid import UUID

from pydantic import Field

from .common import Address, InEachLanguage, Shown


class Proof(Shown):
    """Of who does not stand in the list now nothing is told but that."""

    id: UUID
    signed: bool = Field(description="Whether it stands in the list now.")
    status: Literal["signed", "former", "not_listed"] = Field(
        description="`signed`: in the list now. `former`: it left. `not_listed`: not in the list now; why is told to nobody."
    )
    name: str | None
    website: Address | None
    since: date | None = Field(description="The day since which it stands in the list.")
    stance: Literal["signed", "joined", "supports"] | None = Field(
        description="It signed the charter, or a public source says that it joined or supports the initiative."
    )
    pages: InEachLanguage | None = Field(description="Its page on the site.")
    proof: Address = Field(description="This proof.")
    checked_at: datetime = Field(description="When we looked. With a 304 it is still so.")


class DomainProof(Shown):
    domain: str = Field(description="As we looked for it: small letters, without www.", examples=["voorbeeld.example"])
    signed: bool = Field(description="Whether at least one signatory with this website stands in the list now.")
    signatories: list[Proof] = Field(description="Who is in the list with this website, and organisations that left.")
    checked_at: datetime = Field(description="When we looked. With a 304 it is still so.")
