"""How the guideline's tables are transcribed: row by row, as plain functions.

Written from the published tables alone, not from the DMN models, so that the two can disagree. A
table is read from top to bottom and the first row that holds gives the result, as a person reads it.
`v("id")` is the value of an input, `v.has("id", "member")` asks for a member of a set input.

Not a medical device; fictitious patients only.
"""

from dataclasses import dataclass, field

TABLES = {}


@dataclass(frozen=True)
class Result:
    outcome: str
    rows: tuple = ()
    members: tuple = ()  # pairs (name, value); None means: left out


@dataclass
class Table:
    id: str
    inputs: list
    function: object = None
    constants: dict = field(default_factory=dict)  # input: numbers that occur in the conditions
    lists: dict = field(default_factory=dict)  # list name: [(row, code, predicate)]
    array_outcome: bool = False  # the outcome is itself a list
    applicable: object = None  # precondition
    requires: list = field(default_factory=list)


def result(outcome, *rows, **members):
    named = tuple((name.replace("_", "-"), value) for name, value in members.items())
    return Result(outcome, tuple(str(row) for row in rows), named)


def table(id, inputs, **more):
    def register(function):
        TABLES[id] = Table(id, inputs.split(), function, **more)
        return function

    return register


def collecting(id, inputs, rows, **more):
    """A table whose outcome is the list of the codes of all rows that hold."""
    TABLES[id] = Table(id, inputs.split(), None, lists={"outcome": rows}, array_outcome=True, **more)
