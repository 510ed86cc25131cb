"""What the agent says when it is taught: one file a language; this is English."""

from collections.abc import Sequence
from typing import Final

from edge_agent.domain.phrase import MAX_EXAMPLES, MAX_PHRASES, Phrase, Refusal, RefusalReason
from edge_agent.domain.response import Act, Response

_TOLD: Final = 5
"""So many phrases are told by name; more would be a long speech."""
_WHY: Final = {
    RefusalReason.NO_WORDS: '"{said}" says too little to be a phrase.',
    RefusalReason.TOO_LONG: "That is too long.",
    RefusalReason.TOO_MANY_EXAMPLES: f"I take at most {MAX_EXAMPLES} ways to say a phrase.",
    RefusalReason.TOO_MANY_PHRASES: (
        f"I know {MAX_PHRASES} phrases already; have me forget one first."
    ),
    RefusalReason.ORDINARY: 'I understand "{said}" already; choose other words.',
    RefusalReason.A_NAME: '"{said}" is a name in this home; choose other words.',
    RefusalReason.DENIES: '"{said}" tells what not to do; choose other words.',
    RefusalReason.TAUGHT: 'That is too much like "{other}", which I know already.',
    RefusalReason.NOT_UNDERSTOOD: 'I cannot do "{said}". {other}',
    RefusalReason.NOT_ALONE: '"{said}" depends on what was said before; say it in full.',
    RefusalReason.A_PHRASE: '"{said}" is a phrase itself; say what it does.',
}

ASK_PHRASE: Final = Response(act=Act.CLARIFY, text="What will you say?")
ASK_WHAT: Final = Response(act=Act.CLARIFY, text="What shall I do then?")
LEFT: Final = Response(act=Act.CANCELLED, text="Okay, I leave it.")


def refused(refusal: Refusal) -> Response:
    """Say why a phrase is not learnt."""
    text = _WHY[refusal.reason].format(said=refusal.said, other=refusal.other)
    return Response(act=Act.UNSUPPORTED, text=text.strip())


def refused_and_asked(refusal: Refusal, question: Response) -> Response:
    """Say why something is not taken, and ask again."""
    return Response(act=question.act, text=f"{refused(refusal).text} {question.text}")


def read_back(example: str, does: str) -> Response:
    """Ask whether all was understood rightly."""
    text = f'When you say "{example}", I will do this: {does}. Is that right?'
    return Response(act=Act.CONFIRM, text=text)


def taught(result: Phrase | Refusal) -> Response:
    """Say that a phrase is known now, or why not."""
    if isinstance(result, Refusal):
        return refused(result)
    return Response(act=Act.DONE, text=f'I will do that when you say "{result.name}".')


def forgotten(phrase: Phrase | None, said: str) -> Response:
    """Say that a phrase is known no longer, or that there is none that is said so."""
    if phrase is None:
        return Response(act=Act.UNSUPPORTED, text=f'I have not learnt "{said}".')
    return Response(act=Act.DONE, text=f'I have forgotten "{phrase.name}".')


def not_kept(reason: str) -> Response:
    """Say that the phrases could not be written down."""
    return Response(act=Act.FAILED, text=f"Sorry, I could not keep that. {reason}")


def all_phrases(phrases: Sequence[Phrase]) -> Response:
    """Tell which phrases are known."""
    names = [f'"{phrase.name}"' for phrase in phrases[:_TOLD]]
    more = len(phrases) - len(names)
    if more:
        names.append(f"{more} more")
    if not names:
        return Response(act=Act.ANSWER, text="I have not learnt any phrases yet.")
    listed = names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"
    return Response(act=Act.ANSWER, text=f"I have learnt {listed}.")
