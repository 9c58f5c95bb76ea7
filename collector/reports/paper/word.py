"""Writes a document to be edited: real headings, lists and tables, each picture with its words.

One rule: the same figures on the same day give the same bytes; the only date inside is the figures' own.
"""

import zipfile
from datetime import date, datetime, time
from io import BytesIO
from typing import Any

import docx
from docx.document import Document
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor

from collector.reports.paper.parts import Paper, Picture, Section, Story, Table
from collector.reports.pictures.accessible import as_png
from collector.reports.printable import seen

LANGUAGES = {"nb": "nb-NO", "nn": "nn-NO", "en": "en-GB", "se": "se-NO"}
NIGHT = RGBColor(0x3A, 0x26, 0x70)
FIRST_OF_ALL = (1980, 1, 1, 0, 0, 0)
"""What stands as the time of each part of the file: the earliest that such a file can say."""
TABLE = "Light Shading"
PICTURE_WIDE = Mm(130)


def make_docx(paper: Paper) -> bytes:
    """Make the file."""
    made = docx.Document()
    _set_up(made, paper)
    made.add_heading(seen(paper.title), 0)
    made.add_paragraph(seen(" · ".join(paper.under)), "Subtitle")
    for mark in paper.marks:
        made.add_paragraph(mark, "Intense Quote")
    line = made.add_paragraph()
    for name, figure in paper.totals:
        line.add_run(figure).bold = True
        line.add_run(f" {name}    ")
    for section in (*paper.first, *paper.rest):
        _add(made, section)
    out = BytesIO()
    made.save(out)
    return _without_times(out.getvalue())


def _set_up(made: Document, paper: Paper) -> None:
    page = made.sections[0]
    page.page_width, page.page_height = Mm(210), Mm(297)
    page.left_margin = page.right_margin = Mm(22)
    page.footer.paragraphs[0].text = seen(paper.foot)
    about = made.core_properties
    about.title, about.author, about.language = (
        seen(paper.title),
        seen(paper.under[0]),
        LANGUAGES[paper.language],
    )
    about.comments, about.last_modified_by = "", "Ekko"
    about.created = about.modified = datetime.combine(date.fromisoformat(paper.day), time(12))
    for name in ("Title", "Heading 1", "Heading 2", "Subtitle"):
        made.styles[name].font.color.rgb = NIGHT
    made.styles["Normal"].font.size = Pt(11)
    said = made.styles.element.find(f".//{qn('w:rPrDefault')}//{qn('w:lang')}")
    said.set(qn("w:val"), LANGUAGES[paper.language])


def _add(made: Document, section: Section) -> None:
    made.add_heading(seen(section.title), 1)
    for line in section.said:
        made.add_paragraph(seen(line))
    if section.picture:
        _add_picture(made, section.picture)
    for story in section.stories:
        _add_story(made, story)
    for point in section.points:
        made.add_paragraph(seen(point), "List Bullet")
    for table in section.tables:
        if len(section.tables) > 1:
            made.add_heading(seen(table.caption), 2)
        _add_table(made, table)


def _add_picture(made: Document, picture: Picture) -> None:
    """Put a picture in, with what it shows in words for whoever does not see it."""
    shape = made.add_picture(BytesIO(as_png(picture.draw("print"))), width=PICTURE_WIDE)
    told: Any = shape._inline.docPr
    told.set("title", seen(picture.title))
    told.set("descr", seen(picture.alt))


def _add_story(made: Document, story: Story) -> None:
    line = made.add_paragraph(style="Quote")
    line.add_run(f"{seen(story.theme)}: ").bold = True
    line.add_run(f"«{seen(story.words)}»")
    cited = f" ({story.cites})" if story.cites else ""
    line.add_run(f" – {story.by}{cited}")


def _add_table(made: Document, table: Table) -> None:
    """Put a table in; its first row is its head, said again on each page."""
    drawn = made.add_table(rows=1, cols=len(table.columns), style=TABLE)
    _name(drawn, table.caption)
    for cell, said in zip(drawn.rows[0].cells, table.columns, strict=True):
        cell.text = seen(said)
    head = OxmlElement("w:tblHeader")
    head.set(qn("w:val"), "true")
    drawn.rows[0]._tr.get_or_add_trPr().append(head)
    for row in table.rows:
        for cell, said in zip(drawn.add_row().cells, row, strict=True):
            cell.text = seen(said)
    made.add_paragraph()


def _name(drawn: Any, caption: str) -> None:
    said = OxmlElement("w:tblCaption")
    said.set(qn("w:val"), seen(caption))
    drawn._tbl.tblPr.append(said)


def _without_times(file: bytes) -> bytes:
    """Write the parts of the file anew, none of them with the time of day."""
    out = BytesIO()
    with zipfile.ZipFile(BytesIO(file)) as made, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as kept:
        for part in made.infolist():
            kept.writestr(zipfile.ZipInfo(part.filename, FIRST_OF_ALL), made.read(part), zipfile.ZIP_DEFLATED)
    return out.getvalue()
