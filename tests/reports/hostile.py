"""Text as the worst of the internet writes it, for property tests."""

from __future__ import annotations

from hypothesis import strategies as st
from tests.reports import builder

from herkenbaar.model import Disclosure, Evidence, Judged, Status, Surface

SNIPPETS = [
    "<script>alert(1)</script>",
    "</style><img src=x onerror=alert(1)>",
    '"><svg onload=alert(1)>',
    "' onmouseover='x",
    "]]>--><!--",
    "&lt;b&gt; &#0; &amp",
    "\x1b[31mred\x1b]0;title\x07",
    "\x9b2J",
    "\u202egnirts desrever\u202c",
    "\u2066\u2069\u200f\u061c",
    "a\x00b\x7f\x85\u2028c\r\nd\re",
    '=HYPERLINK("http://x")',
    "\t=1+1",
    "  @SUM(A1)",
    "＝1＋1",
    "x;=cmd|' /C calc'!A0",
    "\ud800half",
    "شكرا جزيلا",
    "👩‍👩‍👧‍👦🏳️‍🌈",
    "ﷺ" * 20,
    "[bold]rich[/] :smile: {braces} {0}",
    "javascript:alert(1)",
    'https://example.nl/"onclick="x',
    "o" + "\u0301" * 40,
]

texts = st.one_of(
    st.sampled_from(SNIPPETS),
    st.text(max_size=40),
    st.lists(st.sampled_from(SNIPPETS), min_size=2, max_size=4).map(" ".join),
    st.text(alphabet=st.characters(categories=["Cs", "Cc", "Cf", "Zl", "Zp", "Mn"]), max_size=20),
)


@st.composite
def videos(draw: st.DrawFn) -> Judged:
    """A judged video in which everything that comes from outside is hostile."""
    title, description, quote = draw(texts), draw(texts), draw(texts)
    start = draw(st.integers(0, 60))
    video: Evidence = builder.evidence(
        id=draw(texts),
        url=draw(st.one_of(st.none(), texts)),
        title=title,
        description=description,
        published=draw(st.sampled_from(["2025-01-01", "\x1b[2J", None, "9999-12-31T23:59:59Z"])),
        gaps={"screen": draw(texts)},
    )
    found: Disclosure = builder.disclosure(
        quote=quote, start=start, end=start + draw(st.integers(0, 60)), hidden_on=(draw(texts),), doubt=draw(texts)
    )
    return builder.judged(
        draw(st.sampled_from(Status)),
        video=video,
        disclosures=(found, builder.disclosure(surface=Surface.SPEECH, quote=quote, start=1.5, end=900.0, zone=None)),
        advertising=builder.advertising(advertiser=draw(texts), why=draw(texts)),
    )
