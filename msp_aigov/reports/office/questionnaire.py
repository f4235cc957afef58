"""A questionnaire as a workbook: one answer a row, and the answers that are possible beside it."""

import io
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from msp_aigov.model.text import Text, Value
from msp_aigov.reports.spoken import Spoken

SHEET = "Questions"
HEADS = ("Workload", "Stage", "Field", "Question", "Possible answers", "Answer")
WIDTHS = (26, 16, 20, 60, 40, 30)


@dataclass(frozen=True)
class Asked:
    """One question about one stage, or about the workload where `stage` is empty. `answer` is what is known already."""

    workload: str
    stage: str
    field: str
    question: Text
    choices: tuple[str, ...] = ()
    answer: str = ""


def questionnaire(asked: Sequence[Asked], started: datetime, language: str = "en") -> bytes:
    """The workbook; equal questions give equal bytes."""
    from xlsxwriter import Workbook

    out, said = io.BytesIO(), Spoken(language)
    book = Workbook(out, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    book.set_properties({"title": SHEET, "created": started.replace(tzinfo=None)})
    sheet = book.add_worksheet(SHEET)
    head, wrapped = book.add_format({"bold": True}), book.add_format({"text_wrap": True, "valign": "top"})
    for at, (title, width) in enumerate(zip(HEADS, WIDTHS, strict=True)):
        sheet.write_string(0, at, title, head)
        sheet.set_column(at, at, width)
    for row, each in enumerate(asked, start=1):
        choices = ", ".join(each.choices)
        cells: tuple[Value, ...] = (each.workload, each.stage, each.field, each.question, choices, each.answer)
        for at, words in enumerate(cells):
            sheet.write_string(row, at, said.words(words), wrapped)
        if each.choices and len(choices) <= 255:
            # The list is an offer: several answers, or none of them, may be typed as well.
            options = {"validate": "list", "source": list(each.choices), "ignore_blank": True, "show_error": False}
            sheet.data_validation(row, len(HEADS) - 1, row, len(HEADS) - 1, options)
    sheet.freeze_panes(1, 0)
    book.close()
    return out.getvalue()
