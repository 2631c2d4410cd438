"""Any shape at all: trees.py never crashes, and what it calls sound is sound. ways.py reads back what it wrote."""

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from guidance.trees import OUTCOME, QUESTION, Tree, split
from guidance.ways import Way, read_way

KEYS = ["a", "b", "c", "d", "e", "f"]
keys = st.sampled_from(KEYS)
odd = st.text(alphabet="aqx:.~-12 é", max_size=12)
targets = st.one_of(
    keys.map(lambda key: f"{QUESTION}:{key}"),
    st.sampled_from("xyz").map(lambda key: f"{OUTCOME}:{key}"),
    odd,
)


@st.composite
def any_tree(draw: st.DrawFn) -> Tree:
    shape = draw(st.dictionaries(keys, st.lists(targets, max_size=4), max_size=6))
    return Tree(draw(keys), shape, frozenset(draw(st.sets(st.sampled_from("xyz")))))


@st.composite
def sound_tree(draw: st.DrawFn) -> Tree:
    """Answers lead only to later questions or to an outcome; then what nothing leads to is left out."""
    names = draw(st.lists(keys, min_size=1, max_size=6, unique=True))
    shape = {}
    for place, key in enumerate(names):
        later = [f"{QUESTION}:{name}" for name in names[place + 1 :]]
        goals = st.sampled_from([*later, f"{OUTCOME}:x", f"{OUTCOME}:y"])
        shape[key] = draw(st.lists(goals, min_size=2, max_size=4))
    whole = Tree(names[0], shape, frozenset("xy"))
    kept = {key: goals for key, goals in shape.items() if f"{QUESTION}:{key}" in whole.reached}
    return Tree(names[0], kept, frozenset(key for key in "xy" if f"{OUTCOME}:{key}" in whole.reached))


def walks(tree: Tree, key: str) -> list[list[str]]:
    """Every way from a question to an outcome, by brute force: the questions that one answers."""
    found = []
    for target in tree.targets[key]:
        kind, following = split(target)
        found += [[key, *rest] for rest in walks(tree, following)] if kind == QUESTION else [[key]]
    return found


@given(any_tree())
def test_problems_of_any_graph_are_told_and_nothing_crashes(tree: Tree) -> None:
    for problem in tree.problems():
        assert problem.kind in ("dangling", "circular", "unreachable")
        assert problem.step or problem.target


@given(any_tree())
def test_a_graph_without_problems_has_no_circles_and_is_reached_whole(tree: Tree) -> None:
    if tree.problems():
        return

    everything = {f"{QUESTION}:{key}" for key in tree.targets} | {f"{OUTCOME}:{key}" for key in tree.outcomes}
    assert tree.reached == everything
    assert all(len(set(walk)) == len(walk) for walk in walks(tree, tree.first))  # would never end in a circle


@given(sound_tree())
def test_a_sound_tree_has_no_problems(tree: Tree) -> None:
    assert tree.problems() == []


@given(sound_tree(), st.data())
def test_one_answer_led_elsewhere_is_a_problem_when_it_dangles_or_turns_back(tree: Tree, data: st.DataObject) -> None:
    walk = data.draw(st.sampled_from(walks(tree, tree.first)))
    last = walk[-1]
    bad = data.draw(
        st.sampled_from([f"{OUTCOME}:nowhere", f"{QUESTION}:nowhere", *(f"{QUESTION}:{key}" for key in walk)])
    )
    changed = Tree(tree.first, {**tree.targets, last: [*tree.targets[last], bad]}, tree.outcomes)

    found = {(problem.kind, problem.target) for problem in changed.problems()}

    assert ("dangling", bad) in found or any(kind == "circular" for kind, _target in found)


@given(sound_tree())
def test_questions_in_order_come_after_all_that_lead_to_them(tree: Tree) -> None:
    order = tree.questions_in_order()

    assert sorted(order) == sorted(tree.targets)
    for walk in walks(tree, tree.first):
        assert all(order.index(before) < order.index(after) for before, after in pairwise(walk))


@given(sound_tree())
def test_longest_way_agrees_with_trying_every_way(tree: Tree) -> None:
    for key in tree.targets:
        assert tree.longest_way_from(key) == max(len(walk) for walk in walks(tree, key))


def test_longest_way_of_branches_that_meet_again_is_counted_at_once() -> None:
    """Walked one by one there would be four to the power of nineteen ways."""
    shape = {f"q{number}": [f"{QUESTION}:q{number + 1}"] * 4 for number in range(19)}
    tree = Tree("q0", {**shape, "q19": [f"{OUTCOME}:x"] * 2}, frozenset("x"))

    assert tree.problems() == []
    assert tree.longest_way_from("q0") == 20
    assert len(tree.questions_in_order()) == 20


@given(sound_tree(), st.data())
def test_a_way_is_read_back_as_it_was_written(tree: Tree, data: st.DataObject) -> None:
    way, place = Way(), f"{QUESTION}:{tree.first}"
    for _turn in range(data.draw(st.integers(min_value=0, max_value=6))):
        kind, key = split(place)
        if kind != QUESTION:
            break
        answer = data.draw(st.integers(min_value=0, max_value=len(tree.targets[key]) - 1))
        way, place = way.then(key, answer), tree.targets[key][answer]

    assert list(read_way(str(way), tree, place).turns) == list(way.turns)
    for turn in way.turns:
        before = way.until(turn.question)
        assert list(read_way(str(before), tree, f"{QUESTION}:{turn.question}").turns) == list(before.turns)


@given(
    sound_tree(),
    st.one_of(
        odd, st.lists(st.sampled_from("abcdef"), max_size=5).map(lambda keys: "~".join(f"{key}.2" for key in keys))
    ),
)
def test_nonsense_gives_the_empty_way(tree: Tree, written: str) -> None:
    for target in tree.reached:
        way = read_way(written, tree, target)

        assert not way.turns or str(way) == written.strip("~")


@given(any_tree(), odd, targets)
def test_reading_a_way_never_crashes(tree: Tree, written: str, here: str) -> None:
    assert isinstance(read_way(written, tree, here), Way)
