"""Write ``docs/services.md`` from the data: every service that privet knows, what it collects, how sure that is.

``python tools/services.py`` writes into ``docs``; with a folder, into that folder (so does the test that compares).
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

from privet.catalogue import questionnaire
from privet.datafiles import DataFiles
from privet.matching.services import OUTSIDE, PARTS, Company, Service, Services, services
from privet.questions import Questionnaire

DOCS = Path(__file__).parent.parent / "docs"
MADE = "<!-- Made by tools/services.py from the data.  Do not edit: mend the data and run it again. -->"
LANGUAGE = "en"
HEAD = """# Services and plug-ins that privet knows

What common services collect, who they are, and how they are recognised on a page.
Each is a file in `src/privet/data/services/`.
Choosing one fills in the answers it brings; nothing is taken out.
Every part says how sure it is.
*Primary* was read in the service's own documents or its own code, *secondary* in somebody else's.
*Unverified* is what is commonly known and was not confirmed: read the service's documents before you rely on it.
A source that is named for a part says at least some of it; what none of them says stands under “No source says”.
Countries are given only where the service's own documents name them.
The seat is where the company is at home: that is not always where it keeps things.
What was read were stored copies of the pages; “checked” is the day of reading.

## Which supplier is which service

A supplier in your answers stands for a service if its name says the service's name, or one of its other names.
The longest name counts: “Google Workspace” is Google Workspace, and not Google Analytics or Google Ads.
Beside the name of the company the rest of a service's name is enough: “Microsoft 365 and Clarity” names both.
A supplier that is called like a company and nothing more stands for all that company's services.
So “Google”, “Google LLC” and “Google Ireland Ltd” cover Google Analytics.
“Meta” covers Facebook, Instagram and the Meta Pixel.
Words such as “Ltd” and “Ireland” say nothing there; they stand with the companies in `companies.toml`.
The id of a supplier counts like its name; it counts as a company only where there is no name.

## A file

```toml
name      = "Example Mail"
names     = ["ExMail"]        # optional: what else people call it
company   = "example"         # optional: whose it is, one of companies.toml
kind      = "supplier"        # or plug-in: it runs on your own website and tells nobody else by itself
recipient = "email-service"   # a term of the vocabulary recipient; none for a plug-in
countries = []                # where it keeps the information, by its own documents
items     = ["email", "name"] # terms of the vocabulary data-item
cookies   = ["_example_*"]    # names; * stands for any end
checked   = 2026-11-22
unverified = ["name"]         # facts that no source says, in parts that have a source

[traces]
hosts   = ["example.com", "example.org/embed"]  # what a page loads from there, or below; a path may follow
actions = ["forms.example.com"]                 # where forms are sent to
paths   = ["/wp-content/plugins/example/"]      # in an address of any host
classes = ["example-form"]                      # classes and ids in the markup
globals = ["exampleQueue"]                      # names that its scripts use

[fills]
template  = "newsletter"      # the activity it belongs to: added, or its lists grow
purposes  = ["send-news"]     # optional: instead of the template's; [] leaves them to be asked
cookies   = ["other-stats"]   # terms added to consent.cookies
marketing = ["email"]         # terms added to consent.marketing

[[source]]
url  = "https://example.com/privacy"
says = ["items", "cookies"]   # countries, items, cookies, traces
sure = "primary"              # or secondary
```

A company is a table in `companies.toml`:

```toml
[company.example]
names  = ["Example", "Example Software"]  # without words such as Ltd
seat   = "NL"                             # a term of the vocabulary place; only with a source
source = "https://example.com/about"
```
"""


def page(known: Services, asked: Questionnaire) -> Iterator[str]:
    """The lines of ``services.md``."""
    yield from (MADE, "", HEAD)
    yield f"## The {len(known.every)} services"
    yield ""
    yield "| service | is | items | cookies | traces | countries | checked |"
    yield "|---|---|---|---|---|---|---|"
    for service in known.every.values():
        sure = " | ".join(service.sure(part) if part != "countries" else countries(service) for part in order())
        yield f"| [{service.name}](#{service.id}) | {who(service, asked)} | {sure} | {service.checked.isoformat()} |"
    for service in known.every.values():
        yield from entry(service, known, asked)


def order() -> tuple[str, ...]:
    """The parts as the table has them: countries last."""
    return (*(part for part in PARTS if part != "countries"), "countries")


def countries(service: Service) -> str:
    return ", ".join(service.countries) or "not said"


def who(service: Service, asked: Questionnaire) -> str:
    term = asked.vocabularies["recipient"].terms[service.recipient]
    return "Plug-in on your own website" if service.recipient == OUTSIDE else term.label(LANGUAGE)


def entry(service: Service, known: Services, asked: Questionnaire) -> Iterator[str]:
    """One service, in lines."""
    items = asked.vocabularies["data-item"].terms
    yield from ("", f"### {service.id}", "", f"{service.name}: {who(service, asked)}.", "")
    if service.names:
        yield f"- Also called: {', '.join(service.names)}"
    if service.company:
        yield f"- Company: {company(known.companies[service.company])}"
    yield f"- Collects ({service.sure('items')}): {', '.join(items[id].label(LANGUAGE) for id in service.items)}"
    if service.cookies or service.sure("cookies") != "unverified":
        yield f"- Cookies ({service.sure('cookies')}): {codes(service.cookies) or 'none'}"
    yield f"- Keeps it in: {countries(service)}"
    yield f"- Known by ({service.sure('traces')}): {codes(service.traces.every)}"
    unsaid = [items[fact].label(LANGUAGE) if fact in items else f"`{fact}`" for fact in service.unverified]
    if unsaid:
        yield f"- No source says: {', '.join(unsaid)}"
    yield f"- Fills in: {', '.join(fills(service, asked))}"
    for origin in service.origins:
        yield f"- Source ({origin.sure}; {', '.join(origin.says)}): <{origin.url}>"


def company(company: Company) -> str:
    """A company, and where it is at home by whose word."""
    seat = f"; seat: {company.seat}, by <{company.source}>" if company.seat else ""
    return f"{company.names[0]}{seat}"


def codes(names: Iterable[str]) -> str:
    return ", ".join(f"`{name}`" for name in names)


def fills(service: Service, asked: Questionnaire) -> Iterator[str]:
    """What choosing it brings."""
    if service.recipient != OUTSIDE:
        yield "a supplier"
    if service.fills.template:
        yield f"the activity “{asked.templates[service.fills.template].label(LANGUAGE)}”"
    for key, vocabulary in (("cookies", "cookie-kind"), ("marketing", "marketing-channel")):
        for term in getattr(service.fills, key):
            yield f"{key}: {asked.vocabularies[vocabulary].terms[term].label(LANGUAGE)}"


def main() -> None:
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else DOCS
    files = DataFiles()
    lines = page(services(files), questionnaire(files))
    (folder / "services.md").write_text("\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
