"""Which figures must be wrong for a set of ties to hold again: the smallest sets, all of them.

Fellegi and Holt's rule (A systematic approach to automatic edit and imputation, JASA 71, 1976): make the data satisfy
every edit by changing the fewest (or least heavy) figures. A set of figures is an answer when every tie that touches it
can hold and the ties in question are touched. The search is by weight: a set that does not do is made larger by one
figure of a tie that it leaves broken, or of the ties that contradict each other while only these figures move; every
answer contains one of those, so none is missed.

Bounds: MOST_SETS sets are looked at for one block of ties, none with more than MOST_FIGURES figures. A block that would
need more is taken apart by the figures that each explain several of its ties alone; what is left has no answer, and
nothing is guessed.
"""

import heapq
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import product

from checker.edits import Tie
from checker.halfspaces import Halfspace, Interval, TooMany, interval, solve

MOST_SETS = 240
MOST_FIGURES = 4
MOST_WAYS = 32
"""Combinations of ties that can hold in several ways."""
MOST_TIES = 400
"""Ties one set of figures may touch."""

NONE: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class Answer:
    """Figures that make things right when they change, and how far each may move.

    steps: for each way it can be done, what bounds each figure when those after it are known; explains: the required
    ties that did not hold and then do.
    """

    figures: frozenset[int]
    explains: frozenset[int]
    steps: tuple[tuple[tuple[int, tuple[Halfspace, ...]], ...], ...]

    def intervals(self, choose: Callable[[int, Interval], Fraction]) -> Iterator[dict[int, Fraction]]:
        """The changes, each figure's chosen from where it may lie, once for each way."""
        for way in self.steps:
            changes: dict[int, Fraction] = {}
            for figure, step in reversed(way):
                changes[figure] = choose(figure, interval(step, figure, changes))
            yield changes


@dataclass(frozen=True)
class Ties:
    """The ties that do not hold, and where the others are found; every figure that may be wrong with its weight.

    touching: the ties a figure stands in, whether they hold or not. Figures without a weight are trusted. free: figures
    that are not there at all and may take any value (a field left out in a survey; a blank of accounts is 0).
    """

    violated: Sequence[Tie]
    weights: Mapping[int, Fraction]
    touching: Callable[[int], Sequence[Tie]]
    free: frozenset[int] = NONE

    def touched(self, figures: Collection[int]) -> dict[int, Tie]:
        """The ties that an answer with these figures has to make or keep true, by number."""
        found = {t.number: t for f in (*figures, *self.free) for t in self.touching(f)}
        return {number: tie for number, tie in found.items() if tie.required or not tie.violated}

    def answer(self, figures: frozenset[int]) -> Answer | frozenset[int] | None:
        """The figures as an answer, or the ties that contradict each other, or None where nothing can be said."""
        ties = self.touched(figures)
        changing = figures | self.free
        if len(ties) > MOST_TIES:
            return None
        fixed: list[Halfspace] = []
        choices: list[tuple[tuple[Halfspace, ...], ...]] = []
        for tie in ties.values():
            ways = tie.ways(changing)
            if ways is None:
                continue
            left = tuple(way for way in ways if not any(space.impossible() for space in way))
            if len(left) == 1 or len(ways) == 1:
                fixed += (left or ways)[0]
            elif not left:
                return frozenset((tie.number,))
            elif all(any(space.coefficients for space in way) for way in left):
                choices.append(left)
        combinations = 1
        for ways in choices:
            combinations *= len(ways)
        if combinations > MOST_WAYS:
            return None
        steps, conflict = [], set[int]()
        unknowns = sorted(changing)
        for combination in product(*choices):
            try:
                solved = solve([*fixed, *(space for way in combination for space in way)], unknowns)
            except TooMany:
                return None
            if solved.conflict is None:
                steps.append(solved.steps)
            else:
                conflict |= solved.conflict
        if steps:
            explains = frozenset(n for n, tie in ties.items() if tie.violated)
            return Answer(figures, explains, tuple(steps))
        return frozenset(conflict)

    def weight(self, figures: Collection[int]) -> Fraction:
        """How heavy a set of figures is."""
        return sum((self.weights[figure] for figure in figures), Fraction(0))

    def candidates(self, ties: Collection[Tie]) -> list[int]:
        """The figures of some ties that may be wrong, in order."""
        return list(dict.fromkeys(f for tie in ties for f in tie.figures if f in self.weights))


@dataclass(frozen=True, slots=True)
class Story:
    """Ties that do not hold for one cause, and the equally good answers; none where no answer was found."""

    ties: frozenset[int]
    answers: tuple[Answer, ...]


def blocks(ties: Sequence[Tie], weights: Mapping[int, Fraction]) -> list[list[Tie]]:
    """Ties in groups that share figures which may be wrong, in order."""
    root = {tie.number: tie.number for tie in ties}

    def find(number: int) -> int:
        while root[number] != number:
            root[number] = root[root[number]]
            number = root[number]
        return number

    first: dict[int, int] = {}
    for tie in ties:
        for figure in tie.figures:
            if figure in weights:
                one, other = find(first.setdefault(figure, tie.number)), find(tie.number)
                root[max(one, other)] = min(one, other)
    found: dict[int, list[Tie]] = {}
    for tie in ties:
        found.setdefault(find(tie.number), []).append(tie)
    return list(found.values())


def singles(known: Ties, ties: Sequence[Tie]) -> list[Answer]:
    """Every figure of some ties whose change alone makes all that it touches hold."""
    found = (known.answer(frozenset((figure,))) for figure in known.candidates(ties) if known.weights[figure])
    return [answer for answer in found if isinstance(answer, Answer)]


def smallest(known: Ties, ties: Sequence[Tie], most: int = MOST_SETS) -> list[Answer] | None:
    """All lightest answers that touch every one of some ties; None where the search was given up, or none is light
    enough."""
    wanted = {tie.number: tie for tie in ties}
    heap: list[tuple[Fraction, int, tuple[int, ...]]] = [(Fraction(0), 0, ())]
    seen: set[frozenset[int]] = {NONE}
    found: list[Answer] = []
    best: Fraction | None = None
    looked = 0
    while heap:
        weight, _, ordered = heapq.heappop(heap)
        figures = frozenset(ordered)
        if best is not None and weight > best:
            break
        looked += 1
        if looked > most:
            return None
        answer = known.answer(figures)
        if answer is None:
            return None
        left = [tie for tie in wanted.values() if not figures.intersection(tie.figures)]
        left = [tie for tie in left if not known.free.intersection(tie.figures)]
        if isinstance(answer, Answer):
            if not left:
                found.append(answer)
                best = weight
                continue
            broken = NONE
        else:
            broken = answer
        if len(figures) == MOST_FIGURES:
            continue
        for figure in _next(known, figures, broken, left):
            larger = figures | {figure}
            if larger not in seen:
                seen.add(larger)
                heapq.heappush(heap, (known.weight(larger), len(seen), tuple(sorted(larger))))
    return found or None


def _next(known: Ties, figures: frozenset[int], broken: frozenset[int], left: Sequence[Tie]) -> list[int]:
    """The figures one of which every larger answer must contain: of a contradiction or of a tie that is left."""
    by_number = {number: tie for number, tie in known.touched(figures).items() if number in broken}
    choices = [known.candidates([tie]) for tie in left]
    if broken:
        choices.append(known.candidates(list(by_number.values())))
    open_ones = [[figure for figure in choice if figure not in figures] for choice in choices]
    return min(open_ones, key=len)


def stories(known: Ties, most: int = MOST_SETS) -> list[Story]:
    """The required ties that do not hold, by cause, each with its answers."""
    open_ties = [tie for tie in known.violated if tie.violated and tie.required]
    found: list[Story] = []
    explained: set[int] = set()
    for block in blocks(open_ties, known.weights):
        left = [tie for tie in block if tie.number not in explained]
        for story in _of_block(known, left, most) if left else ():
            # what was told before as a cause of its own may turn out to be part of a larger one
            found = [other for other in found if not (story.answers and other.ties <= story.ties)]
            found.append(story)
            explained |= story.ties
    return found


def _of_block(known: Ties, block: list[Tie], most: int) -> Iterator[Story]:
    answers = smallest(known, block, most)
    if answers:
        yield from apart(known, answers)
        return
    # too much for one search: what single figures explain of it, those that explain most first
    left = {tie.number: tie for tie in block}
    alone = sorted(singles(known, block), key=lambda a: (-len(a.explains), known.weight(a.figures)))
    for answer in alone:
        if len(answer.explains) > 1 and answer.explains <= left.keys():
            yield Story(answer.explains, tuple(a for a in alone if a.explains == answer.explains))
            for number in answer.explains:
                del left[number]
    for rest in blocks(list(left.values()), known.weights):
        if len(rest) == len(block):
            yield from _one_by_one(known, rest, most // 4)
            return
        again = smallest(known, rest, most // 4)
        if again:
            yield from apart(known, again)
        else:
            yield Story(frozenset(tie.number for tie in rest), ())


def _one_by_one(known: Ties, block: list[Tie], most: int) -> Iterator[Story]:
    """A block without an answer as a whole: the answers of one tie at a time, as long as they fit together."""
    left = {tie.number: tie for tie in block}
    budget = most
    for tie in sorted(block, key=lambda tie: len(tie.figures)):
        if tie.number not in left or budget <= 0:
            continue
        budget -= most // 8
        answers = smallest(known, [tie], most // 4)
        if not answers:
            continue
        ties = frozenset.intersection(*(answer.explains for answer in answers))
        if ties <= left.keys():
            yield Story(ties, tuple(answers))
            for number in ties:
                del left[number]
    if left:
        yield Story(frozenset(left), ())


def apart(known: Ties, answers: Sequence[Answer]) -> list[Story]:
    """Answers of one block as so many stories as have nothing to do with each other."""
    # what one of them mends by the way is no part of what they have in common
    ties = frozenset.intersection(*(answer.explains for answer in answers))
    groups = [group for answer in answers for group in _together(known, answer.figures)]
    root = {number: number for number in ties}

    def find(number: int) -> int:
        while root[number] != number:
            number = root[number]
        return number

    for group in groups:
        touched = sorted({t.number for figure in group for t in known.touching(figure)} & ties)
        for number in touched[1:]:
            root[find(number)] = find(touched[0])
    parts: dict[int, set[int]] = {}
    for number in sorted(ties):
        parts.setdefault(find(number), set()).add(number)
    if len(parts) == 1:
        return [Story(ties, tuple(answers))]
    found = []
    for part in parts.values():
        own = dict.fromkeys(
            frozenset(f for f in answer.figures if part.intersection(t.number for t in known.touching(f)))
            for answer in answers
        )
        solved = [a for figures in own if isinstance(a := known.answer(figures), Answer) and part <= a.explains]
        if len(solved) < len(own):
            return [Story(ties, tuple(answers))]
        found.append(Story(frozenset(part), tuple(solved)))
    return found


def _together(known: Ties, figures: frozenset[int]) -> list[set[int]]:
    """Figures in groups that share a tie; one that makes all it touches hold alone is a group of its own."""
    groups: list[set[int]] = []
    alone = [figure for figure in figures if isinstance(known.answer(frozenset((figure,))), Answer)]
    for figure in sorted(figures.difference(alone)):
        mine = {tie.number for tie in known.touching(figure)}
        near = [g for g in groups if any(mine.intersection(t.number for t in known.touching(f)) for f in g)]
        groups = [g for g in groups if g not in near] + [{figure}.union(*near)]
    if not all(isinstance(known.answer(frozenset(group)), Answer) for group in groups):
        return [set(figures)]
    return [*groups, *({figure} for figure in alone)]
