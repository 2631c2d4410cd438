"""The launcher behind `make`: sets up, starts and stops everything on a developer's or a tester's machine.

It runs before the virtual environment exists, so it may import nothing but the standard library. The exceptions are
`prepare` and `try_database`, small programs that the environment's own Python runs.

    __main__              which word of the command line does what
    serving               run and serve
    testing               test and check
    chores                bench, manage, fix, messages and lock
    steps                 what they go through, as data
    shared                what several of them need
    terminal              what we say, and how we are asked to stop
    project               where things are
    environment           settings: the environment, .env, and what we fill in
    virtual_environment   .venv
    postgres              the server; postgres_programs finds it, postgres_user decides who runs it
    processes             starting, watching and ending programs, also those a killed launcher left behind
    locks, ports          one launcher per clone, one server per port
    browser               Chromium for the tests
    html_validate         what looks at our HTML in the tests, where Node is present
    failures              what goes wrong, in a sentence and an advice
"""
