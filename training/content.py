"""Everything that training reads in `content/`: the kinds of documents, and all that is to mend in them."""

from collections.abc import Mapping

from core.documents import Library, Problem, Schema
from core.text_checks import text_problems
from training import catalogue, course_checks
from training.glossary import terms
from training.references import References
from training.tools import toolbox

KINDS: Mapping[str, Schema] = {**catalogue.KINDS, **toolbox.KINDS, **terms.KINDS}


def problems(library: Library, references: References) -> list[Problem]:
    """Everything to mend in courses, tools and the glossary, beyond what the front matter's schemas find."""
    found = course_checks.problems(library, references)
    found += toolbox.problems(library, references, catalogue.Catalogue(library, references))
    for document in library.documents.values():
        if document.kind in {*toolbox.KINDS, *terms.KINDS}:
            found += text_problems(document, references)
        if document.kind in terms.KINDS:
            twin = library.documents.get((document.key, "sv"))
            found += terms.problems(document, None if twin is document else twin)
    return found
