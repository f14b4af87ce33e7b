"""A reason not to start, said in one sentence that tells what to do."""

from __future__ import annotations


class CannotStart(SystemExit):
    """Ends the program with status 1 and the sentence on stderr; nobody needs a traceback for a full disk."""

    def __init__(self, sentence: str) -> None:
        super().__init__(f"Gangway cannot start: {sentence}")
        self.sentence = sentence
