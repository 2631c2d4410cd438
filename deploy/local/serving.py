"""`make run` and `make serve`: the database, the site, the worker and the mail catcher, until somebody stops them."""

import http.client
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import NamedTuple

from . import environment, locks, ports, processes, steps, virtual_environment
from .failures import LaunchError
from .processes import Service
from .project import Project
from .shared import database, prepare_site, with_python
from .terminal import say

SECONDS_TO_SERVE = 120  # on a machine that is busy with other things
RESTARTS = 5


class Way(NamedTuple):
    """How to serve: with which settings, after what, by which server, and what to tell about it."""

    settings: Callable[..., dict[str, str]]
    prepare: Sequence[Sequence[str]]
    server: Sequence[str]
    facts: Callable[[Project, str, Sequence[str]], list[tuple[str, str]]]


def run(project: Project, arguments: Sequence[str]) -> int:
    """For developers: debug, reload, a link to log in with, mail to read in the browser."""
    return serve_in(project, DEVELOPMENT)


def serve(project: Project, arguments: Sequence[str]) -> int:
    """As production does it; where developers have links to log in and to read mail, it has neither."""
    return serve_in(project, PRODUCTION)


def serve_in(project: Project, way: Way) -> int:
    project.make_folders()
    given = environment.inherited(project)
    port = environment.port(given)
    address = f"http://{ports.HOST}:{port}/"
    with locks.held(project.var / "run.lock", note=address):
        end_leftovers(project)
        ports.require_free(port)
        virtual_environment.ensure(project, given)
        with database(project, given, "postgres") as (url, description):
            values = with_mail(way.settings(project, given, database_url=url), given)
            outputs = prepare_site(project, values, way.prepare)
            services = services_for(project, given, way.server, f"{ports.HOST}:{port}")
            with started(project, services, values):
                wait_until_served(port, services[-1])
                shared_facts = [("Database", description), ("Logs", f"{project.short(project.logs)}/")]
                say_hello(*way.facts(project, address, outputs), *shared_facts)
                watch(project, services, values)
    return 0


def facts_for_developers(project: Project, address: str, outputs: Sequence[str]) -> list[tuple[str, str]]:
    """The last step of the preparation writes the link."""
    return [("HierNiet", address), ("Log in, once", outputs[-1]), ("Sent mail", f"{address}post/")]


def facts_of_production(project: Project, address: str, outputs: Sequence[str]) -> list[tuple[str, str]]:
    return [
        ("HierNiet", f"{address} (production's settings, on this machine only)"),
        ("Log in", f"{address}beheer/ (make manage ARGS=createsuperuser makes an account)"),
        ("Sent mail", f"{project.short(project.mail)}/"),
    ]


DEVELOPMENT = Way(environment.for_running, steps.PREPARE_TO_RUN, steps.DEVELOPMENT_SERVER, facts_for_developers)
PRODUCTION = Way(environment.for_serving, steps.PREPARE_TO_SERVE, steps.PRODUCTION_SERVER, facts_of_production)


def end_leftovers(project: Project) -> None:
    count = processes.end_leftovers(project.var / "services.json")
    if count:
        say(f"Ended {count} of the programs that an earlier run left behind.")


def with_mail(values: dict[str, str], given: Mapping[str, str]) -> dict[str, str]:
    """Mail is caught here, unless somebody named a mail server."""
    if "EMAIL_HOST" in given:
        return values
    return values | {"EMAIL_HOST": ports.HOST, "EMAIL_PORT": str(ports.free_port()), "EMAIL_USE_TLS": "false"}


def services_for(project: Project, given: Mapping[str, str], server: Sequence[str], address: str) -> list[Service]:
    """The site last, so that it is the first to be stopped."""
    catcher = Service("the mail catcher", with_python(project, steps.MAIL_CATCHER), log=project.logs / "mail.log")
    worker = Service("the worker", with_python(project, steps.WORKER), log=project.logs / "worker.log")
    site = Service("the site", [word.format(address=address) for word in with_python(project, server)])
    return [worker, site] if "EMAIL_HOST" in given else [catcher, worker, site]


@contextmanager
def started(project: Project, services: Sequence[Service], values: Mapping[str, str]) -> Iterator[None]:
    try:
        for service in services:
            service.start(env=values, folder=project.folder)
        processes.remember(project.var / "services.json", services)
        yield
    finally:
        for service in reversed(services):
            service.stop()
        (project.var / "services.json").unlink(missing_ok=True)


def wait_until_served(port: int, site: Service) -> None:
    deadline = time.monotonic() + SECONDS_TO_SERVE
    while not answers(port):
        if site.has_ended:
            raise LaunchError("The site did not start; the reason stands above.")
        if time.monotonic() > deadline:
            raise LaunchError(f"The site does not answer on port {port} after {SECONDS_TO_SERVE} seconds.")
        time.sleep(0.05)


def answers(port: int) -> bool:
    """Whatever the answer is: an error page too comes from a server that runs."""
    connection = http.client.HTTPConnection(ports.HOST, port, timeout=10)
    try:
        connection.request("GET", "/healthz")
        connection.getresponse()
    except (OSError, http.client.HTTPException):
        return False
    else:
        return True
    finally:
        connection.close()


def say_hello(*facts: tuple[str, str]) -> None:
    say("", *(f"  {name:<13} {text}" for name, text in facts), "", "  Ctrl-C stops it.", "")


def watch(project: Project, services: Sequence[Service], values: Mapping[str, str]) -> None:
    """Until somebody stops us. The site may not end; what runs beside it is started again, a few times."""
    restarts = dict.fromkeys((service.name for service in services), 0)
    while True:
        time.sleep(0.5)
        for service in services:
            if service.has_ended:
                restarts[service.name] += 1
                start_again(project, service, values, times=restarts[service.name])
                processes.remember(project.var / "services.json", services)


def start_again(project: Project, service: Service, values: Mapping[str, str], *, times: int) -> None:
    if service.log is None or times > RESTARTS:
        raise LaunchError(f"{service.name.capitalize()} has ended.", service.last_words() or "The reason stands above.")
    say(f"{service.name.capitalize()} ended and is started again.", service.last_words())
    service.start(env=values, folder=project.folder)
