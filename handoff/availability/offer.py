"""The answer: start times and, for each, the hosts who are free."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import compress

from handoff.availability.values import HostProblem, Id, Mode, Problem


@dataclass(frozen=True)
class Offer:
    """Starts in order; bit i of a start's mask stands for the i-th host of `ids`."""

    ids: tuple[Id, ...]
    starts: list[int]
    masks: list[int]

    def __iter__(self) -> Iterator[tuple[int, list[Id]]]:
        for start, mask in zip(self.starts, self.masks, strict=True):
            yield start, self.named(mask)

    def named(self, mask: int) -> list[Id]:
        """Return the ids of the hosts in a mask, in the problem's order."""
        return list(compress(self.ids, map("1".__eq__, f"{mask:b}"[::-1])))


@dataclass(frozen=True)
class Lineup:
    """Who has to be there: positions of the required hosts, and groups of which one is enough."""

    required: Sequence[int]
    groups: Sequence[Sequence[int]]

    @property
    def is_any_of_one_group(self) -> bool:
        """Say whether any single host will do."""
        return not self.required and len(self.groups) == 1


def lineup(problem: Problem) -> Lineup:
    """Sort the hosts by how they are needed; a host outside every group forms one with its like."""
    everyone = range(len(problem.hosts))
    if problem.rules.mode is not Mode.POOL:
        return Lineup(everyone, ())
    if not any(host.required or host.group is not None for host in problem.hosts):
        return Lineup((), (everyone,))
    groups: dict[Id | None, list[int]] = {}
    for index in everyone:
        host = problem.hosts[index]
        if not host.required:
            groups.setdefault(host.group, []).append(index)
    required = [index for index in everyone if problem.hosts[index].required]
    return Lineup(required, list(groups.values()))


def ids_of(hosts: tuple[HostProblem, ...]) -> tuple[Id, ...]:
    """Return the table that a mask's bits refer to."""
    return tuple([host.id for host in hosts])
