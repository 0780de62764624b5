"""Where links lead that were followed: beside the signal they are, and as a list of all of them."""

from __future__ import annotations

from urllib.parse import urlsplit

from herkenbaar.model import Disclosure, Discounted, Link, Signal
from herkenbaar.reports.escape import one_line
from herkenbaar.reports.markup import Html, join, tag
from herkenbaar.reports.words import Vocabulary

MOST = 40
"""So many links of one video at most."""
_LONGEST = 160


def trail(source: Disclosure | Signal | Discounted, say: Vocabulary) -> str:
    """ "leads via awin1.com to shop.example", for a signal that is a followed link; "" for anything else."""
    hosts = _hosts(source.via) if isinstance(source, Signal) else []
    if not hosts:
        return ""
    if len(hosts) == 1:
        return say("trail.leads", page=hosts[0])
    return say("trail.leads_via", hosts=" → ".join(hosts[:-1]), page=hosts[-1])


def _hosts(addresses: tuple[str, ...]) -> list[str]:
    """The host of each address; of hops within one host only the first."""
    hosts = [one_line(_host(address), limit=80) for address in addresses]
    return [host for number, host in enumerate(hosts) if number == 0 or host != hosts[number - 1]]


def _host(address: str) -> str:
    try:
        return (urlsplit(address).hostname or address).removeprefix("www.")
    except ValueError:
        return address


def followed(links: tuple[Link, ...] | None, say: Vocabulary) -> Html | None:
    """Every followed link with each address on its way, its page, and what kept it from its end; None without any."""
    if not links:
        return None
    items = [tag("li", _link(link, say)) for link in links[:MOST]]
    more = tag("p", say.count("count.more_links", len(links) - MOST), class_="quiet") if len(links) > MOST else None
    return tag("section", tag("h4", say("trail.title")), tag("ul", items), more, class_="trails")


def _link(link: Link, say: Vocabulary) -> Html:
    """Addresses stand as text: a report must not tempt anyone to visit them."""
    steps = (link.hops if link.hops[:1] == (link.url,) else (link.url, *link.hops)) or (link.url,)
    way = join(*(part for step in steps for part in (" → ", tag("bdi", one_line(step, limit=_LONGEST)))))
    notes = [one_line(link.title, limit=80)] if link.title else []
    if link.shop is not None:
        notes.append(say("trail.shop") if link.shop else say("trail.no_shop"))
    if link.error:
        notes.append(say("trail.not_to_end", why=one_line(link.error, limit=200)))
    return join(Html(way.removeprefix(" → ")), " ", tag("span", "; ".join(notes), class_="quiet") if notes else None)
