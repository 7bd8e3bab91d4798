"""Why a file is not read: each a whole sentence that says what to do instead. None of them repeats anything out of the file."""

from flask_babel import gettext

from core.errors import DomainError
from core.text_files.limits import LARGEST_FILE, MOST_CHARACTERS, MOST_PAGES


def _(message: str, **values: object) -> str:
    """A message in the reader's language; flask_babel's own has no types."""
    return str(gettext(message, **values))


class FileNotRead(DomainError):
    """No words could be taken out of the file."""

    status = 422


class UnknownFile(FileNotRead):
    """It is no kind of file that is read, or its name says another kind than it is."""

    def __init__(self, advice: str | None = None) -> None:
        super().__init__(
            advice or _("This kind of file can't be read. Save it as .docx, .odt, .pdf or .txt, or paste the text.")
        )


class MisnamedFile(UnknownFile):
    """Its name says another kind than it is."""

    def __init__(self) -> None:
        super().__init__(
            _(
                "The file is of another kind than its name says. Open it, save it anew as .docx or .pdf, and send that one."
            )
        )


class OldWordFile(UnknownFile):
    """It is from before .docx, or of a word processor's other kind."""

    def __init__(self) -> None:
        super().__init__(
            _("This kind of file can't be read. Open it, choose Save as, .docx, and send the file that you get.")
        )


class EncryptedFile(FileNotRead):
    """It is locked."""

    def __init__(self) -> None:
        super().__init__(
            _("The file is protected by a password. Open it, save a copy without the protection, and send the copy.")
        )


class TooLargeFile(FileNotRead):
    """It is too large, as it is or unpacked."""

    def __init__(self) -> None:
        super().__init__(
            _(
                "The file is too large to be read: at most %(megabytes)s MB, with few pictures. "
                "Copy the excerpt into a new document, or paste the text.",
                megabytes=LARGEST_FILE // 1024 // 1024,
            )
        )


class TooLongFile(FileNotRead):
    """It holds more words or pages than an excerpt has."""

    def __init__(self) -> None:
        super().__init__(
            _(
                "The file is longer than an excerpt may be: at most %(pages)s pages or %(characters)s characters. "
                "Send the excerpt only.",
                pages=MOST_PAGES,
                characters=f"{MOST_CHARACTERS:,}".replace(",", "\u00a0"),
            )
        )


class SlowFile(FileNotRead):
    """Reading it takes more time or memory than is given to it."""

    def __init__(self) -> None:
        super().__init__(_("The file takes too long to read. Copy the excerpt into a new document, or paste the text."))


class ScannedFile(FileNotRead):
    """Its pages are pictures."""

    def __init__(self) -> None:
        super().__init__(
            _(
                "The pages are pictures of text (scanned), and what stands in a picture can't be looked through for names. "
                "Send the document that was scanned, or write the text anew."
            )
        )


class EmptyFile(FileNotRead):
    """It has no words."""

    def __init__(self) -> None:
        super().__init__(_("There is no text in the file. Check that it is the right one, or paste the text."))


class DamagedFile(FileNotRead):
    """It can't be understood."""

    def __init__(self) -> None:
        super().__init__(
            _("The file is damaged and can't be read. Open it, save it anew under another name, and send that one.")
        )


class UnreadableText(FileNotRead):
    """Its letters are written in a way that is not read."""

    def __init__(self) -> None:
        super().__init__(_("The file is saved as Unicode text (UTF-16). Save it as UTF-8 and send it again."))
