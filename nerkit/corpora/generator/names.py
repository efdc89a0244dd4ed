"""Names and addresses of companies and people, invented, in the manner of their country."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from functools import cache
from random import Random
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from faker import Faker

_LOCALES = {
    "US": "en_US", "GB": "en_GB", "IE": "en_IE", "CA": "en_CA", "AU": "en_AU", "DE": "de_DE", "AT": "de_AT", "CH": "de_CH",
    "FR": "fr_FR", "BE": "fr_FR", "LU": "fr_FR", "RO": "fr_CH", "IT": "it_IT", "NL": "nl_NL", "ES": "es_ES", "DK": "da_DK",
    "SE": "sv_SE",
}  # fmt: skip
"""Faker's locale of a country; `RO` is the French-speaking part of Switzerland (Romandie)."""

COUNTRY_NAMES = {
    "de": {"DE": "Deutschland", "AT": "Österreich", "CH": "Schweiz", "RO": "Schweiz", "FR": "Frankreich", "BE": "Belgien",
           "GB": "Großbritannien", "US": "USA", "IT": "Italien", "NL": "Niederlande", "ES": "Spanien", "IE": "Irland",
           "DK": "Dänemark", "SE": "Schweden", "LU": "Luxemburg", "CA": "Kanada", "AU": "Australien"},
    "fr": {"DE": "Allemagne", "AT": "Autriche", "CH": "Suisse", "RO": "Suisse", "FR": "France", "BE": "Belgique",
           "GB": "Royaume-Uni", "US": "États-Unis", "IT": "Italie", "NL": "Pays-Bas", "ES": "Espagne", "IE": "Irlande",
           "DK": "Danemark", "SE": "Suède", "LU": "Luxembourg", "CA": "Canada", "AU": "Australie"},
    "en": {"DE": "Germany", "AT": "Austria", "CH": "Switzerland", "RO": "Switzerland", "FR": "France", "BE": "Belgium",
           "GB": "United Kingdom", "US": "USA", "IT": "Italy", "NL": "Netherlands", "ES": "Spain", "IE": "Ireland",
           "DK": "Denmark", "SE": "Sweden", "LU": "Luxembourg", "CA": "Canada", "AU": "Australia"},
}  # fmt: skip

_FORMS = {
    "US": ("Inc.", "LLC", "Corp.", "Co.", "L.P.", ", Inc.", ", LLC", "Incorporated", "Company", "Corporation"),
    "GB": ("Ltd", "Limited", "Ltd.", "PLC", "LLP", "plc", "& Co. Ltd"), "IE": ("Ltd", "Limited", "DAC", "plc"),
    "CA": ("Inc.", "Ltd.", "Corp."), "AU": ("Pty Ltd", "Pty. Ltd."),
    "DE": ("GmbH", "AG", "GmbH & Co. KG", "e.K.", "UG (haftungsbeschränkt)", "KG", "OHG", "GbR", "SE", "gGmbH", "mbH"),
    "AT": ("GmbH", "AG", "Ges.m.b.H.", "KG", "e.U.", "OG", "GmbH & Co KG"), "CH": ("AG", "GmbH", "AG", "& Co. AG"),
    "FR": ("SARL", "SAS", "SA", "EURL", "SASU", "S.A.R.L.", "S.A.", "SCI", "& Cie"), "BE": ("SRL", "SA", "SPRL", "ASBL"),
    "LU": ("S.à r.l.", "SA"), "RO": ("SA", "Sàrl", "SARL"), "IT": ("S.r.l.", "S.p.A.", "Srl", "s.n.c."),
    "NL": ("B.V.", "BV", "N.V.", "VOF"), "ES": ("S.L.", "S.A.", "SL"), "DK": ("A/S", "ApS"), "SE": ("AB", "Aktiebolag"),
}  # fmt: skip

_TRADES = {
    "de": ("Elektrotechnik", "Bau", "Druckerei", "Logistik", "Verlag", "Software", "Maschinenbau", "Gartenbau", "Autohaus",
           "Bäckerei", "Metallbau", "Consulting", "Haustechnik", "Großhandel", "Reisen", "Immobilien", "Versicherung",
           "Medien", "Systemhaus", "Holzhandel", "Transporte", "Apotheke", "Pharma", "Textil", "Energie", "Weinhandel"),
    "fr": ("Électricité", "Bâtiment", "Imprimerie", "Transports", "Éditions", "Informatique", "Menuiserie", "Jardins",
           "Automobiles", "Boulangerie", "Conseil", "Plomberie", "Distribution", "Voyages", "Immobilier", "Assurances",
           "Médias", "Services", "Négoce", "Pharma", "Textile", "Énergie", "Vins", "Moulin", "Traiteur"),
    "en": ("Electrical", "Construction", "Printing", "Logistics", "Publishing", "Software", "Engineering", "Gardens",
           "Motors", "Bakery", "Consulting", "Plumbing", "Supplies", "Travel", "Properties", "Insurance", "Media",
           "Services", "Trading", "Pharma", "Textiles", "Energy", "Wines", "Solutions", "Foods", "Partners", "Holdings",
           "Systems", "Industries", "Designs"),
}  # fmt: skip
_FIRST = ["Nova", "Alto", "Vera", "Lumi", "Kor", "Tri", "Zen", "Bel", "Aqua", "Terra", "Opti", "Medi", "Info", "Pro", "Eco", "Uni", "Sol", "Ferro", "Cal", "Dyna", "Inter", "Axi", "Mira", "Vita", "Delta"]
_LAST = ["tec", "via", "dor", "lux", "mont", "nex", "tra", "con", "plan", "data", "line", "care", "soft", "ware", "med", "pack", "star", "point", "form", "flex", "lab", "net", "bau", "sys", "ion"]
_WORDS = (
    ["Alpina", "Comfort", "Delta", "Classic", "Prisma", "Nordic", "Vario", "Titan", "Basic", "Aurora", "Forte", "Compact", "Royal", "Orion", "Smart", "Terra"]
)


@dataclass(frozen=True)
class Address:
    """A postal address, by line: the street and what follows it, and the country's code."""

    street: str
    town: str
    place: str
    country: str
    extra: str | None = None

    @property
    def lines(self) -> tuple[str, ...]:
        """The lines below the name, without the country."""
        return (*((self.extra,) if self.extra else ()), self.street, self.town)


@cache
def _faker(country: str) -> Faker:
    from faker import Faker

    return Faker(_LOCALES[country])


def fake(country: str, rng: Random) -> Faker:
    """The source of names of a country, set to a state that `rng` decides."""
    source = _faker(country)
    source.seed_instance(rng.getrandbits(40))
    return source


def plain(text: str) -> str:
    """`text` in the characters that the built-in fonts have: letters of other alphabets lose their marks."""
    text = text.replace("\u200b", "")
    try:
        text.encode("cp1252")
    except UnicodeEncodeError:
        text = unicodedata.normalize("NFKD", text).encode("cp1252", "ignore").decode("cp1252")
    return text


def ascii_stem(text: str) -> str:
    """`text` as the beginning of a domain."""
    folded = unicodedata.normalize("NFKD", text).lower()
    return "".join(c for c in folded if c.isascii() and c.isalnum())[:14] or "mail"


def language_of(country: str) -> str:
    """The language in which a company of `country` is named: de, fr or en."""
    return {"DE": "de", "AT": "de", "CH": "de", "FR": "fr", "BE": "fr", "LU": "fr", "RO": "fr"}.get(country, "en")


def word(rng: Random) -> str:
    """A product's or model's name."""
    return rng.choice(_WORDS) if rng.random() < 0.6 else f"{rng.choice(_FIRST)}{rng.choice(_LAST)}"


def surname(country: str, rng: Random) -> str:
    """A family name."""
    return plain(fake(country, rng).last_name())


def person(country: str, rng: Random) -> str:
    """First and family name."""
    source = fake(country, rng)
    first = source.first_name()
    if country == "US" and rng.random() < 0.3:
        first += f" {rng.choice('ABCDEFGHJKLMRST')}."
    if rng.random() < 0.05:
        return plain(f"{first} {source.last_name()}-{source.last_name()}")
    return plain(f"{first} {source.last_name()}")


def titled(name: str, country: str, rng: Random) -> tuple[str, str]:
    """A title and the separator that parts it from the name: `Herrn` stands on its own line, `Mr.` before the name."""
    language = language_of(country)
    if language == "de":
        return rng.choice(("Herrn", "Frau", "Herr", "Herrn Dr.", "Frau Prof. Dr.", "Firma")), rng.choice(
            ("\n", "\n", " ")
        )
    if language == "fr":
        return rng.choice(("M.", "Mme", "Monsieur", "Madame", "M. et Mme")), " "
    return rng.choice(("Mr.", "Ms.", "Mrs.", "Mr", "Dr.", "Mr and Mrs")), " "


def company(country: str, rng: Random) -> str:
    """A company's, association's, utility's or public body's name."""
    language = language_of(country)
    source = fake(country, rng)
    trade = rng.choice(_TRADES[language])
    brand = f"{rng.choice(_FIRST)}{rng.choice(_LAST)}"
    place = source.city()
    family = source.last_name()
    initials = "".join(rng.choice("ABCDEFGHIKLMNOPRSTVW") for _ in range(rng.choice((2, 3, 3))))
    stems = {
        "de": (f"{family} {trade}", f"{trade} {family}", f"{family} & Söhne", f"{family} & {source.last_name()}",
               f"{brand} {trade}", f"{place}er {trade}", f"{trade} {place}", f"Gebr. {family}", f"{family}-{trade}"),
        "fr": (f"{trade} {family}", f"{family} & Fils", f"Établissements {family}", f"{brand} {trade}", f"Au bon {family}",
               f"Atelier {family}", f"{family} Frères", f"La Maison {family}", f"{trade} de {place}", f"Groupe {brand}"),
        "en": (f"{family} {trade}", f"{family} & Sons", f"{family} and {source.last_name()}", f"{brand} {trade}",
               f"{place} {trade}", f"The {family} {trade} Company", f"{family} Brothers", f"{brand} Group"),
    }[language]  # fmt: skip
    stem = rng.choice(
        (
            *stems,
            brand,
            f"{initials} {trade}",
            f"{brand} {trade}",
            family,
            f"{brand}.{rng.choice(('io', 'net', 'com'))}",
        )
    )
    form = rng.choice(_FORMS[country])
    special = {
        "de": (f"Stadtwerke {place} GmbH", f"{trade}verein {place} e.V.", f"Stadt {place}", f"Ingenieurbüro {family}",
               f"Gemeinde {place}", f"Kanzlei Dr. {family}", f"Landratsamt {place}", f"{place}er {trade} eG",
               f"{brand} Versicherung a.G.", f"{brand} Deutschland GmbH"),
        "fr": (f"Mairie de {place}", f"Association {brand}", f"Cabinet {family}", f"Commune de {place}", f"{brand} France SAS",
               f"Syndicat des {trade} de {place}", f"Lycée {family}"),
        "en": (f"{place} City Council", f"University of {place}", f"{family} Law Offices", f"The {brand} Trust",
               f"{brand} Foundation", f"{place} Water Company", f"Friends of {family}", f"{brand} International"),
    }[language]  # fmt: skip
    draw = rng.random()
    if draw < 0.12:
        name = rng.choice(special)
    elif draw < 0.2:
        name = stem
    else:
        name = f"{stem}{form}" if form.startswith(",") else f"{stem} {form}"
    return plain(name.upper() if rng.random() < 0.07 else name)


def address(country: str, rng: Random) -> Address:
    """An address in `country`, with house numbers, postcodes and states as written there."""
    source = fake(country, rng)
    extra = None
    city = source.city()
    if country in ("US", "CA", "AU"):
        state = (
            source.state_abbr()
            if country == "US"
            else rng.choice(("ON", "BC", "QC") if country == "CA" else ("NSW", "VIC"))
        )
        street = f"P.O. Box {rng.randrange(100, 999999)}" if rng.random() < 0.15 else source.street_address()
        if rng.random() < 0.2:
            extra, street = (
                street,
                rng.choice(("Suite {}", "Floor {}", "Ste {}", "Unit {}")).format(rng.randrange(2, 900)),
            )
        gap = rng.choice((" ", " ", "  "))
        town = f"{city}, {state}{gap}{source.postcode()}"
        if rng.random() < 0.08 and country == "US":
            town += f"-{rng.randrange(1000, 9999)}"
    elif country in ("GB", "IE"):
        street = f"{rng.randrange(1, 220)} {source.street_name()}"
        if rng.random() < 0.3:
            extra = rng.choice(
                (f"Unit {rng.randrange(1, 40)} {source.last_name()} Business Park", f"{source.last_name()} House")
            )
        town = rng.choice((f"{city} {source.postcode()}", f"{city}, {source.postcode()}"))
    elif country in ("FR", "BE", "LU", "RO"):
        street = source.street_address() if country != "RO" else f"{source.street_name()} {rng.randrange(1, 120)}"
        if rng.random() < 0.15:
            extra = rng.choice(("Bâtiment B", "ZI Nord", "Zone Artisanale", f"BP {rng.randrange(10, 999)}"))
        code = rng.randrange(1000, 9999) if country in ("BE", "LU") else source.postcode()
        town = f"{rng.choice(('B-', 'BE-')) if country == 'BE' and rng.random() < 0.3 else ''}{code} {city}" + (
            " Cedex" if country == "FR" and rng.random() < 0.06 else ""
        )
    else:
        street = f"{source.street_name()} {rng.randrange(1, 180)}{rng.choice(('', '', '', '', 'a', 'b', '-' + str(rng.randrange(181, 199))))}"
        if country in ("DE", "AT") and rng.random() < 0.1:
            street = f"Postfach {rng.randrange(10, 99)} {rng.randrange(10, 99)} {rng.randrange(10, 99)}"
        code = {"DE": f"{rng.randrange(1067, 99998):05d}", "IT": f"{rng.randrange(100, 98999):05d}"}.get(
            country
        ) or source.postcode()
        prefix = {"DE": ("D-", "DE-", "DE "), "AT": ("A-",), "CH": ("CH-",)}.get(country, ("",))
        town = f"{rng.choice(prefix) if rng.random() < 0.12 else ''}{code} {city}"
    street, town = (plain(part.replace("\n", ", ")) for part in (street, town))
    return Address(street, town, plain(city), country, extra and plain(extra.replace("\n", ", ")))
