"""A Word document in the making: styles, headings, tables, what stands on every sheet."""

import io
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from msp_aigov.reports.colours import LIGHT, on_paper

LOCALES = {"en": "en-GB", "de": "de-DE"}
FONT = "Calibri"
SMALL = 9  # points, in tables
SHEET = 17  # centimetres between the margins
LOGO, WIDEST = 1.4, 7  # centimetres: its height, and its width at most
LEAST, MOST = 15, 36  # letters a column is given
LONGEST_WORD, LETTER, CELL = 18, 0.18, 0.45  # letters kept whole; centimetres of a letter and of a cell's margins
LOOKS = ("good", "warn", "bad", "none", "soft")


class Paper:
    """One document over a base: the MSP's own, or a plain one with the MSP's colour."""

    def __init__(self, colour: str, language: str, base: bytes = b"") -> None:
        from docx import Document
        from docx.shared import Cm

        self.word: Any = Document(io.BytesIO(base)) if base else Document()
        self.brand = on_paper(colour)
        if not base:
            self._styles(LOCALES.get(language, language))
            section = self.word.sections[0]
            section.page_width, section.page_height = Cm(21), Cm(29.7)
            section.left_margin = section.right_margin = Cm(2)

    def _styles(self, locale: str) -> None:
        from docx.oxml.ns import qn
        from docx.shared import Pt

        styles = self.word.styles
        sizes = {"Normal": 10.5, "Heading 1": 20, "Heading 2": 14, "Heading 3": 11.5}
        for name, size in sizes.items():
            font = styles[name].font
            font.name, font.size = FONT, Pt(size)
            fonts = styles[name].element.get_or_add_rPr().get_or_add_rFonts()
            for kind in ("w:asciiTheme", "w:hAnsiTheme", "w:eastAsiaTheme", "w:cstheme"):
                fonts.attrib.pop(qn(kind), None)
            if name != "Normal":
                font.color.rgb = _rgb(self.brand)
        styles["Normal"].paragraph_format.space_after = Pt(6)
        for language in styles.element.iter(qn("w:lang")):
            language.set(qn("w:val"), locale)

    def about(self, title: str, author: str, started: datetime) -> None:
        """What the file says of itself."""
        core = self.word.core_properties
        core.title, core.author, core.last_modified_by = title[:255], author[:255], author[:255]
        core.created = core.modified = started.astimezone(UTC).replace(tzinfo=None)
        core.comments, core.revision = "", 1

    def frame(self, above: str, below: str) -> None:
        """The lines at the head and foot of every sheet, with the page number."""
        section = self.word.sections[0]
        if above:
            self._styled(section.header.paragraphs[0], above, "soft")
        foot = section.footer.paragraphs[0]
        self._styled(foot, f"{below}   " if below else "", "soft")
        _field(foot.add_run(), "PAGE")

    def logo(self, data: bytes, words: str) -> None:
        """The MSP's picture at the head of the first sheet; `words` are read out in its place."""
        from docx.shared import Cm

        drawn = self.word.add_paragraph().add_run().add_picture(io.BytesIO(data), height=Cm(LOGO))
        if drawn.width > Cm(WIDEST):
            drawn.height, drawn.width = int(drawn.height * Cm(WIDEST) / drawn.width), Cm(WIDEST)
        about = drawn._inline.docPr
        about.set("name", words)
        about.set("descr", words)

    def heading(self, words: str, level: int) -> None:
        """A real heading: it makes the outline, and never stands alone at the foot of a sheet."""
        self.word.add_heading(words, level)

    def paragraph(self, words: str, look: str = "") -> None:
        """Prose; nothing is drawn for no words."""
        if words:
            self._styled(self.word.add_paragraph(), words, look)

    def bullet(self, words: str) -> None:
        """One point of a list."""
        self._styled(self.word.add_paragraph(style="List Bullet"), words, "")

    def pair(self, label: str, line: str) -> None:
        """A label and something to type."""
        paragraph = self.word.add_paragraph()
        self._styled(paragraph, f"{label} ", "soft")
        self._styled(paragraph, line, "code")

    def table(
        self, caption: str, heads: Sequence[str], rows: Sequence[Sequence[tuple[str, str]]], numbers: Sequence[int]
    ) -> None:
        """A table; a row never breaks across sheets, and the head repeats."""
        from docx.enum.text import WD_ALIGN_PARAGRAPH

        if caption:
            self.heading(caption, 3)
        headed = any(heads)
        widths = _widths([*([heads] if headed else []), *([words for words, _ in row] for row in rows)])
        table = self.word.add_table(rows=len(rows) + headed, cols=len(heads))
        table.style, table.autofit = "Table Grid", False
        for column, width in zip(table.columns, widths, strict=True):
            column.width = width
        cells = table._cells  # asked for once: python-docx works it out anew at every look
        drawn = [*([[(head, "head") for head in heads]] if headed else []), *rows]
        for at, (words, look) in enumerate(cell for row in drawn for cell in row):
            paragraph = cells[at].paragraphs[0]
            paragraph.paragraph_format.space_after = 0
            cells[at].width = widths[at % len(heads)]
            if at % len(heads) in numbers:
                paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
            self._styled(paragraph, words, look, SMALL)
            if look == "head":
                _shaded(cells[at], self.brand)
        for row in table.rows:
            _row(row, "w:cantSplit")
        if headed:
            _row(table.rows[0], "w:tblHeader")
        self.word.add_paragraph()

    def _styled(self, paragraph: Any, words: str, look: str, size: float = 0) -> None:
        from docx.shared import Pt

        run = paragraph.add_run(words)
        if size:
            run.font.size = Pt(size)
        if look == "head":
            run.bold, run.font.color.rgb = True, _rgb("#ffffff")
        elif look in LOOKS:
            run.font.color.rgb = _rgb(LIGHT[look])
            run.bold = look in ("bad", "warn")
        if look in ("soft", "code"):
            run.font.size = Pt(SMALL)
        if look == "code":
            run.font.name = "Consolas"


def _widths(rows: Sequence[Sequence[str]]) -> list[Any]:
    """Column widths that share the sheet by the longest line in each, and tear no word of usual length."""
    from docx.shared import Cm

    columns = [[line for words in column for line in words.split("\n")] for column in zip(*rows, strict=True)]
    shares = [min(max(max(map(len, column)), LEAST), MOST) for column in columns]
    # First what the longest word of each column needs, so that none is torn; then the rest by share.
    words = [max((len(word) for line in column for word in line.split(" ")), default=0) for column in columns]
    needed = [min(length, LONGEST_WORD) * LETTER + CELL for length in words]
    rest = SHEET - sum(needed)
    if rest < 0:
        return [Cm(SHEET * share / sum(shares)) for share in shares]
    return [Cm(least + rest * share / sum(shares)) for least, share in zip(needed, shares, strict=True)]


def _rgb(colour: str) -> Any:
    from docx.shared import RGBColor

    return RGBColor.from_string(colour.lstrip("#").upper())


def _element(name: str, **attributes: str) -> Any:
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    element = OxmlElement(name)
    for key, value in attributes.items():
        element.set(qn(f"w:{key}"), value)
    return element


def _row(row: Any, kind: str) -> None:
    row._tr.get_or_add_trPr().append(_element(kind, val="true"))


def _shaded(cell: Any, colour: str) -> None:
    cell._tc.get_or_add_tcPr().append(_element("w:shd", val="clear", color="auto", fill=colour.lstrip("#")))


def _field(run: Any, name: str) -> None:
    """A field that Word fills in: here only ever the page number, never a word of a client's."""
    for kind, words in (("begin", ""), ("", name), ("end", "")):
        if kind:
            run._r.append(_element("w:fldChar", fldCharType=kind))
        else:
            code = _element("w:instrText")
            code.text = words
            run._r.append(code)
