"""`python -m audit` is the same as `steadyground`."""

from audit.commands import main

if __name__ == "__main__":
    main(prog_name="steadyground")
