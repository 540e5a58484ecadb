"""`make compare`: play the catalogue, and write docs/comparison.md; it ends with 1 where a row of ours is wrong."""

import sys
from pathlib import Path

from tests.catalogue.comparison import compare_all
from tests.catalogue.comparison_page import page
from tests.catalogue.comparison_words import REMARKS
from tests.catalogue.plays import KINDS, title
from tests.pbx.install import ensure_installed

PAGE = Path(__file__).parents[2] / "docs" / "comparison.md"

compared = []
for call in compare_all(ensure_installed(), KINDS):
    compared.append(call)
    print(f"{len(compared)} of {len(KINDS)}: {title(call[0].play)}", flush=True)
PAGE.write_text(page(compared), encoding="utf-8")

for call in compared:
    if any(one.misbilled for one in call) and title(call[0].play) not in REMARKS:
        print(f"comparison_words.py does not say what is wrong with the records of {title(call[0].play)!r}")
wrong = [f"{title(one.play)}: {words}" for call in compared for one in call for words in one.wrong]
sys.exit("\n".join(["wrong rows of ours:", *wrong]) if wrong else None)
