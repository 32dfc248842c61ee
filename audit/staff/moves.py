"""What a form does: one operation, then back to the one address (303), where the new page stands."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

from flask import Response
from werkzeug.datastructures import MultiDict

from audit.answering import batch, drafts, operations
from audit.answering.drafts import WordsNotAccepted, WordsNotRead
from audit.answering.page_state import PageState
from audit.ballot.box import RoundNotOpen, SlipNotAccepted
from audit.staff import choosing, comments, pages, steps
from audit.staff.choices import errors_in, read_sets, sets_of, with_choices
from audit.staff.forms import CodeForm
from audit.staff.plane import Frame, Visit
from audit.staff.steps import CODE, REVIEW, STACK, START, STOPPED, TAKEN_BACK, THANKS, Kind, Step
from audit.wording import offered

Sent = MultiDict[str, str]
LONGEST_STEP = 40


def move(visit: Visit, sent: Sent) -> Response:
    """Do what was asked on the page that the form came from; a button that page does not have changes nothing."""
    if visit.state is None or not visit.let_in:
        return _before_the_code(visit, sent)
    chosen = language_in(sent)
    came_from = _step_named(sent.get("at", ""), visit)
    state = replace(visit.state, language=chosen or visit.state.language)
    there = replace(visit, state=replace(state, step=str(came_from)))
    return (_stay if chosen else MOVES[came_from.kind])(there, state, sent)


def language_in(sent: Sent) -> str:
    """The language of the switch that was pressed, "" where none was."""
    return offered(sent.get("language", ""))


def begin(visit: Visit, sent: Sent) -> Response:
    """From the first page: give a cookie. Whoever holds one and no state is asked for the code; whoever chose a
    language has a state that holds it, and stays until they press Begin."""
    plane, chosen = visit.plane, language_in(sent)
    held, language = visit.frame.held or plane.chance.randbytes(32), chosen or visit.chosen
    if language and not remember(visit, held, language, step=START if chosen else CODE):
        return pages.start(visit)
    response = back_to(visit.frame)
    plane.cookie.give(response, held)
    return response


def finish(visit: Visit) -> Response:
    """Forget the state, take the cookie back, let the browser drop what it kept of our pages."""
    held, chance = visit.frame.held, visit.plane.chance
    if held is not None:
        if visit.step.kind in STACK:
            batch.forget(visit.here, held, following=visit.step.page, chance=chance)
        operations.forget(visit.here, held, chance=chance)
    response = back_to(visit.frame)
    visit.plane.cookie.take_back(response)
    response.headers["Clear-Site-Data"] = '"cache"'
    return response


def back_to(frame: Frame) -> Response:
    """See the one address again."""
    return Response(status=303, headers={"Location": frame.address})


def _before_the_code(visit: Visit, sent: Sent) -> Response:
    held, form, chosen = visit.frame.held, CodeForm(sent), language_in(sent)
    typed, words = str(form.code.data), str(form.words.data)
    if chosen and held is not None:
        remember(visit, held, chosen, step=CODE)
        return pages.code(visit, typed=typed, words=words)
    if held is None or (sent.get("go") == "back" and not visit.chosen):
        return finish(visit)
    if sent.get("go") == "back":
        remember(visit, held, visit.chosen, step=START)
        return back_to(visit.frame)
    return _with_code(visit, held, typed, words)


def _with_code(visit: Visit, held: bytes, typed: str, words: str) -> Response:
    """Begin, or go on where somebody saved. Everybody is asked for words, so that asking tells nothing of a slip."""
    try:
        if words:
            _come_back(visit, held, typed, words)
        else:
            enter(visit, held, typed, first_step=visit.pages[0])
    except SlipNotAccepted as no:
        return pages.code(visit, typed=typed, words=words, errors=[("code", no.sentences[0])])
    except (WordsNotRead, WordsNotAccepted) as no:
        return pages.code(visit, typed=typed, words=words, errors=[("words", no.sentences[0])])
    except RoundNotOpen:
        return back_to(visit.frame)
    return back_to(visit.frame)


def _come_back(visit: Visit, held: bytes, typed: str, words: str) -> None:
    plane, language = visit.plane, visit.chosen
    drafts.come_back(visit.here, held, typed, words, pepper=plane.pepper, chance=plane.chance, language=language)


def enter(visit: Visit, held: bytes, typed: str, *, first_step: Step) -> None:
    """Begin with a code, in the language that was chosen before it; SlipNotAccepted."""
    plane, step = visit.plane, str(first_step)
    operations.enter(
        visit.here, held, typed, first_step=step, pepper=plane.pepper, chance=plane.chance, language=visit.chosen
    )


def remember(visit: Visit, held: bytes, language: str, *, step: Step) -> bool:
    """Keep the language of somebody who has typed no code yet, and say whether it is kept."""
    return operations.choose_language(visit.here, held, language, step=str(step), chance=visit.plane.chance)


def _step_named(text: str, visit: Visit) -> Step:
    """The page that a form says it came from; where we are, if there is no such page or the end was reached."""
    try:
        named = steps.step_of(text[:LONGEST_STEP])
    except ValueError:
        return visit.step
    over = visit.step in (STOPPED, TAKEN_BACK, THANKS)
    return visit.step if over or not _can_be_left(named, visit) else named


def _can_be_left(step: Step, visit: Visit) -> bool:
    match step.kind:
        case Kind.START | Kind.REVIEW:
            return True
        case Kind.PAGE | Kind.CHANGE | Kind.COMMENTS | Kind.CHANGE_COMMENTS | Kind.CHOOSE | Kind.CHANGE_CHOICE:
            return steps.on_the_way(step) in visit.way
        case Kind.STOP:
            return step.before is not None and step.before.kind is not Kind.STOP and _can_be_left(step.before, visit)
        case _:
            return False


def _go(visit: Visit, state: PageState, step: Step) -> Response:
    assert visit.frame.held is not None  # noqa: S101 - there is no state without a cookie
    shown = state.shown if step == visit.step else ""  # what a page shows once is gone with the page
    kept = replace(state, step=str(step), shown=shown)
    if step.kind in choosing.BLOCKS_ARE_DRAWN_FOR:
        kept = choosing.with_blocks(kept, visit.questionnaire.choices, chance=visit.plane.chance)
    operations.save(visit.here, visit.frame.held, kept, chance=visit.plane.chance)
    return back_to(visit.frame)


def _stay(visit: Visit, state: PageState, sent: Sent) -> Response:
    """The same page in another language. What was chosen on it is kept."""
    if visit.step.kind is Kind.REVIEW:
        state = _with_tick(state, sent)
    if steps.on_the_way(visit.step) == steps.COMMENTS:
        return _go(visit, replace(state, comments=comments.read(sent)), visit.step)
    if steps.on_the_way(visit.step).kind is Kind.CHOOSE:
        return _go(visit, choosing.with_chosen(state, choosing.read(visit, sent), visit), visit.step)
    read = read_sets(sets_of(visit, visit.step), sent)
    return _go(visit, replace(state, ballot=with_choices(state.ballot, read, visit.trees)), visit.step)


def _from_start(visit: Visit, state: PageState, sent: Sent) -> Response:
    return _go(visit, state, visit.pages[0] if sent.get("go") == "start" else START)


def _from_page(visit: Visit, state: PageState, sent: Sent) -> Response:
    """What was chosen is kept whatever button was pressed."""
    step, go = visit.step, sent.get("go", "next")
    read = read_sets(sets_of(visit, step), sent)
    kept = replace(state, ballot=with_choices(state.ballot, read, visit.trees))
    if go == "stop":
        return _go(visit, kept, Step(Kind.STOP, before=step))
    if go == "later":
        return save_for_later(visit, kept, step)
    if go == "back":
        return _go(visit, kept, steps.before(step, visit.way))
    if errors_in(read):
        _go(visit, kept, step)
        return pages.draw_sets(visit, read)
    return _go(visit, kept, steps.after(step, visit.way))


def _from_comments(visit: Visit, state: PageState, sent: Sent) -> Response:
    """What was typed is kept whatever button was pressed. Where it may give somebody away the page comes back and says
    so; "Keep it" leads on all the same."""
    said, go = comments.read(sent), sent.get("go", comments.LOOK)
    kept = replace(state, comments=said)
    if go == "stop":
        return _go(visit, kept, Step(Kind.STOP, before=visit.step))
    if go == "later":
        return save_for_later(visit, kept, visit.step)
    if go == "back":
        return _go(visit, kept, steps.before(visit.step, visit.way))
    looked = go != comments.KEEP and comments.has_something_to_look_at(said)
    if looked or comments.too_long(sent):
        _go(visit, kept, visit.step)
        return comments.draw(visit, sent=sent, looked=looked)
    return _go(visit, kept, steps.after(visit.step, visit.way))


def _from_choose(visit: Visit, state: PageState, sent: Sent) -> Response:
    """What was chosen is kept whatever button was pressed, also half a set, or the same in both lists of one."""
    step, go = visit.step, sent.get("go", "next")
    read = choosing.read(visit, sent)
    kept = choosing.with_chosen(state, read, visit)
    if go == "stop":
        return _go(visit, kept, Step(Kind.STOP, before=step))
    if go == "later":
        return save_for_later(visit, kept, step)
    if go == "back":
        return _go(visit, kept, steps.before(step, visit.way))
    if choosing.errors_in(read):
        _go(visit, kept, step)
        return pages.draw_pairs(visit, read)
    return _go(visit, kept, steps.after(step, visit.way))


def save_for_later(visit: Visit, state: PageState, step: Step) -> Response:
    """Save everything said so far, and show the words that bring it back. step: where it goes on, then or at once."""
    plane, there = visit.plane, replace(state, step=str(step))
    try:
        words = drafts.save_for_later(visit.here, there, pepper=plane.pepper, chance=plane.chance)
    except RoundNotOpen:
        return back_to(visit.frame)
    except SlipNotAccepted as no:
        _go(visit, there, REVIEW)
        return pages.review(replace(visit, state=replace(there, step=str(REVIEW))), error=no.sentences[0])
    saved = Step(Kind.LATER, before=step)
    return _go(replace(visit, state=replace(state, step=str(saved))), replace(state, shown=words), saved)


def _from_later(visit: Visit, state: PageState, sent: Sent) -> Response:
    match sent.get("go"):
        case "finish":
            return finish(visit)
        case "keep":
            return _go(visit, state, visit.step.before or START)
        case _:
            return back_to(visit.frame)


def _with_tick(state: PageState, sent: Sent) -> PageState:
    """Whether they want a receipt, kept like everything else that is chosen on a page."""
    return replace(state, receipt=sent.get("receipt") == "yes")


def _from_review(visit: Visit, state: PageState, sent: Sent) -> Response:
    state = _with_tick(state, sent)
    visit = replace(visit, state=state)
    match sent.get("go", "").split(" "):
        case ["send"]:
            return _send(visit, state)
        case ["stop"]:
            return _go(visit, state, Step(Kind.STOP, before=steps.REVIEW))
        case ["later"]:
            return save_for_later(visit, state, REVIEW)
        case ["back"]:
            return _go(visit, state, steps.before(steps.REVIEW, visit.way))
        case ["comments"] if steps.COMMENTS in visit.way:
            return _go(visit, state, Step(Kind.CHANGE_COMMENTS))
        case ["choose", number] if f"{Kind.CHOOSE} {number}" in map(str, visit.way):
            return _go(visit, state, Step(Kind.CHANGE_CHOICE, int(number)))
        case ["change", number] if f"{Kind.PAGE} {number}" in map(str, visit.pages):
            return _go(visit, state, Step(Kind.CHANGE, int(number)))
        case _:
            return _go(visit, state, steps.REVIEW)


def _send(visit: Visit, state: PageState) -> Response:
    plane, held = visit.plane, visit.frame.held
    assert held is not None  # noqa: S101 - there is no state without a cookie
    try:
        operations.send(visit.here, held, state, last_step=str(THANKS), pepper=plane.pepper, chance=plane.chance)
    except RoundNotOpen:
        return back_to(visit.frame)
    except SlipNotAccepted as no:
        return _refused(visit, held, no)
    return back_to(visit.frame)


def _refused(visit: Visit, held: bytes, no: SlipNotAccepted) -> Response:
    """Of two sends at once the second comes too late; it sees what the first has reached."""
    now = operations.find_state(visit.here, held)
    if now is not None and now.step == str(THANKS):
        return back_to(visit.frame)
    return pages.review(visit, error=no.sentences[0])


def _from_stop(visit: Visit, state: PageState, sent: Sent) -> Response:
    held = visit.frame.held
    if sent.get("go") != "delete" or held is None:
        return _go(visit, state, visit.step.before or START)
    plane = visit.plane
    try:
        operations.stop(visit.here, held, state, last_step=str(STOPPED), pepper=plane.pepper, chance=plane.chance)
    except RoundNotOpen:
        return back_to(visit.frame)
    return back_to(visit.frame)


def _from_the_end(visit: Visit, _state: PageState, sent: Sent) -> Response:
    return finish(visit) if sent.get("go") == "finish" else back_to(visit.frame)


MOVES: Mapping[Kind, Callable[[Visit, PageState, Sent], Response]] = {
    Kind.START: _from_start,
    Kind.PAGE: _from_page,
    Kind.CHANGE: _from_page,
    Kind.COMMENTS: _from_comments,
    Kind.CHANGE_COMMENTS: _from_comments,
    Kind.CHOOSE: _from_choose,
    Kind.CHANGE_CHOICE: _from_choose,
    Kind.REVIEW: _from_review,
    Kind.STOP: _from_stop,
    Kind.STOPPED: _from_the_end,
    Kind.THANKS: _from_the_end,
    Kind.LATER: _from_later,
    Kind.TAKEN_BACK: _from_the_end,
}
