"""How much of a file is read at most. An excerpt of a case is a few pages; whoever sends more has sent the whole case."""

ENDINGS = (".docx", ".odt", ".txt", ".pdf")
"""What a file's name may end with; a file field's `accept` too."""
LARGEST_FILE = 8 * 1024 * 1024
"""Bytes of a file as it is sent."""
LARGEST_PART = 12 * 1024 * 1024
"""Bytes of one part of a packed file when it is unpacked; other parts than those with words are never unpacked."""
MOST_PARTS = 2_000
"""Entries of a packed file, those that are never unpacked too."""
MOST_ELEMENTS = 400_000
"""Elements of one part."""
DEEPEST_ELEMENT = 300
"""Elements inside one another; tables in tables in text boxes come to fifty."""
MOST_PAGES = 30
"""Pages of a PDF."""
MOST_CHARACTERS = 60_000
"""Characters that come out of a file."""
MOST_SECONDS = 5
"""Processor time for a PDF; the wait for it is three times as long."""
MOST_MEMORY = 768 * 1024 * 1024
"""Bytes of memory for a PDF."""
