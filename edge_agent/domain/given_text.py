"""Text that others give, looked at before anything is made of it."""


class GivenTextError(ValueError):
    """Carries half a sentence: what is wrong with a text."""


def decoded(payload: bytes, *, max_bytes: int) -> str:
    """A payload as text.

    Raises:
        GivenTextError: it is too large, or no UTF-8.
    """
    if len(payload) > max_bytes:
        raise GivenTextError(f"more than {max_bytes} bytes")
    try:
        return payload.decode()
    except UnicodeDecodeError as error:
        raise GivenTextError("not UTF-8 text") from error


def one_line(text: str, what: str, max_characters: int) -> str:
    """The text with single spaces in place of line breaks and the like.

    Args:
        text: as it was given.
        what: how the text is called in the sentence of an error.
        max_characters: what is longer is refused.

    Raises:
        GivenTextError: it is empty, too long, or holds control characters.
    """
    line = " ".join(text.split())
    if not line:
        raise GivenTextError(f"{what} is empty")
    if len(line) > max_characters:
        raise GivenTextError(f"{what} is longer than {max_characters} characters")
    if not line.isprintable():
        raise GivenTextError(f"{what} holds control characters")
    return line
