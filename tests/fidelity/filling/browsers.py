"""Browsers as `static/js/checklist-queue.js` makes them: each with what it last heard, and a queue that a lost answer does not empty."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from fidelity.checklists.filling.sync import Sent, Synced, read
from tests.fidelity.filling.desk import new_id

Server = Callable[[Sent], Synced]


@dataclass
class Operation:
    """An answer that waits; `told` once the server has answered that it is not kept."""

    id: str
    item: str
    answer: str
    after: str | None
    told: str | None = None

    def as_json(self) -> dict[str, Any]:
        return {"id": self.id, "item": self.item, "answer": self.answer, "after": self.after}


@dataclass
class Browser:
    """One of two that fill in the same checklist."""

    key: str
    server: Server
    heard: dict[str, tuple[str, str | None]] = field(default_factory=dict)
    """Per item its answer and the operation that set it, as the server last said."""
    queue: list[Operation] = field(default_factory=list)
    finishes: str | None = None
    is_finished: bool = False
    made: dict[str, Operation] = field(default_factory=dict)
    fates: dict[str, str] = field(default_factory=dict)
    """What each operation came to in the end: kept, or chosen away by the person who was told."""
    sent_before: list[dict[str, Any]] = field(default_factory=list)

    def shows(self, item: str) -> str:
        """What the page shows at an item."""
        waiting = [one for one in self.queue if one.item == item]
        return waiting[-1].answer if waiting else self.heard.get(item, ("", None))[0]

    def answer(self, item: str, code: str) -> None:
        """The person answers; what they had been told of the item is settled by that."""
        for told in [one for one in self.queue if one.item == item and one.told]:
            self._drop(told, "answered anew")
        waiting = [one for one in self.queue if one.item == item]
        after = waiting[-1].id if waiting else self.heard.get(item, ("", None))[1]
        made = Operation(new_id(), item, code, after)
        self.made[made.id] = made
        self.queue.append(made)

    def choose(self, item: str, *, mine: bool) -> None:
        """The person was told of another answer, and chooses."""
        if not any(one.told for one in self.queue if one.item == item):
            return
        wanted = self.shows(item)
        for one in [one for one in self.queue if one.item == item]:
            self._drop(one, "chosen away")
        if mine and not self.is_finished:
            self.answer(item, wanted)

    def send(self, *, loses_request: bool = False, loses_answer: bool = False) -> None:
        """Send what waits; either way may be lost."""
        waiting = [one for one in self.queue if not one.told]
        may_finish = not any(one.told for one in self.queue)
        body = {
            "person": "",
            "key": self.key,
            "operations": [one.as_json() for one in waiting],
            "finish": self.finishes if may_finish else None,
        }
        if loses_request:
            return
        self.sent_before.append(body)
        answer = self._post(body)
        if not loses_answer:
            self._take(answer)

    def send_again(self, number: int) -> None:
        """The network delivers an old request once more, and nobody hears its answer."""
        if self.sent_before:
            self._post(self.sent_before[number % len(self.sent_before)])

    def _post(self, body: dict[str, Any]) -> dict[str, Any]:
        sent = read(body)
        assert sent is not None
        return self.server(sent).as_json()

    def _take(self, answer: dict[str, Any]) -> None:
        self.heard = {item: (one["answer"], one["operation"]) for item, one in answer["items"].items()}
        self.is_finished = answer["finished"]
        if answer["finished"] or answer["missing"]:
            self.finishes = None
        for one in list(self.queue):
            outcome = answer["outcomes"].get(one.id)
            if outcome == "kept":
                self._drop(one, "kept")
            elif outcome is not None:
                one.told = outcome

    def _drop(self, one: Operation, fate: str) -> None:
        self.queue.remove(one)
        self.fates[one.id] = fate
