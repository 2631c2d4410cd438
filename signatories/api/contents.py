"""What there is, for whoever opens the bare address."""

from django.http import HttpRequest, HttpResponse, JsonResponse

from .addresses import of_data
from .description import page


def contents(request: HttpRequest) -> HttpResponse:
    lists = {name: of_data(name) for name in ("signatories", "rules", "replies", "helplines", "counts")}
    proof = f"{of_data('proof_by_domain')}?domain={{domain}}"
    everything = {"description": of_data("openapi"), "page": page(), **lists, "proof": proof}
    return JsonResponse(everything)
