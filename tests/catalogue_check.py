"""Says what is missing or wrong in the Swedish catalogue, held against the texts of the present source."""

import re
import sys
from collections.abc import Iterator

from babel.messages import Catalog, Message
from babel.messages.extract import DEFAULT_KEYWORDS, extract_from_dir
from babel.messages.frontend import parse_mapping_cfg
from babel.messages.pofile import read_po

from core.settings import ROOT

CATALOGUE = ROOT / "translations" / "sv" / "LC_MESSAGES" / "messages.po"
KEYWORDS = {**DEFAULT_KEYWORDS, "_l": None, "lazy_gettext": None}
SAME_IN_BOTH = frozenset({"Signs of Safety"})
"""Names, which are written alike in both languages."""

PLACEHOLDER = re.compile(r"%\((\w+)\)[sd]|%%")
WORD = re.compile(r"[^\W\d_]{2,}")


def source_catalogue() -> Catalog:
    """The messages of the present source, gathered as `make messages` gathers them."""
    with (ROOT / "translations" / "babel.cfg").open(encoding="utf-8") as config:
        methods, options = parse_mapping_cfg(config)
    catalogue = Catalog()
    for _file, _line, message, _comments, context in extract_from_dir(ROOT, methods, options, keywords=KEYWORDS):
        catalogue.add(message, context=context)
    return catalogue


def swedish_catalogue() -> Catalog:
    """The messages as they stand translated in the repository."""
    with CATALOGUE.open("rb") as file:
        return read_po(file, locale="sv")


def forms(text: object) -> tuple[str, ...]:
    """The text, or its singular and plural."""
    return tuple(map(str, text)) if isinstance(text, list | tuple) else (str(text or ""),)


def placeholders(text: str) -> frozenset[str]:
    """What is filled in when the text is shown, with the escaped per cent sign."""
    return frozenset(match.group() for match in PLACEHOLDER.finditer(text))


def is_left_in_english(message_id: str, translation: str) -> bool:
    """Whether several words stand untranslated."""
    words = WORD.findall(PLACEHOLDER.sub(" ", message_id))
    return message_id == translation and len(words) > 1 and message_id not in SAME_IN_BOTH


def faults(source: Catalog, swedish: Catalog) -> Iterator[str]:
    """Everything to mend in the catalogue, a line each."""
    for message in source:
        if message.id and not swedish.get(message.id, message.context):
            yield f"Not in the catalogue: {forms(message.id)[0]!r}. Run make messages and translate it."
    for message in swedish:
        if message.id:
            yield from _translation_faults(message, is_used=bool(source.get(message.id, message.context)))
    for message in swedish.obsolete.values():
        yield f"No longer in the source: {forms(message.id)[0]!r}. Run make messages."


def _translation_faults(message: Message, *, is_used: bool) -> Iterator[str]:
    ids, translations = forms(message.id), forms(message.string)
    if not is_used:
        yield f"No longer in the source: {ids[0]!r}. Run make messages."
    if message.fuzzy:
        yield f"Marked as fuzzy: {ids[0]!r}. Check the translation and take the mark away."
    if len(ids) != len(translations) or not all(text.strip() for text in translations):
        yield f"Not translated in every form: {ids[0]!r}."
        return
    for message_id, translation in zip(ids, translations, strict=True):
        yield from _text_faults(message_id, translation)


def _text_faults(message_id: str, translation: str) -> Iterator[str]:
    if placeholders(message_id) != placeholders(translation):
        wanted = ", ".join(sorted(placeholders(message_id))) or "none"
        yield f"Other placeholders than in the source ({wanted}): {translation!r}."
    if is_left_in_english(message_id, translation):
        yield f"The same as the English: {message_id!r}."


def main() -> int:
    """Print the faults; 1 when there are any."""
    found = list(faults(source_catalogue(), swedish_catalogue()))
    for fault in found:
        print(fault)
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
