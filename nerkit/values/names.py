"""Names of parties, sellers and buyers, titles and addresses, freed of what only describes them."""

from __future__ import annotations

import re
import unicodedata

from nerkit.locales.folding import fold_space, plain
from nerkit.values.value import Value

_QUOTES = "\"'“”„‟‘’«»`"

# Where the description of a party begins; all that follows is no part of its name. Matched on plain text.
_DESCRIPTIONS = re.compile(
    r"""
    [\s,;]*\(\s*(?:the\b|herein|hereaf|here\s|each\b|collectively|individually|together|referred|formerly|as\s|or\b|["'])
  | [\s,;]*\(\s*(?:company|co\.?\sreg|registered|registration|reg\b|hr\s?[ab]\b|abn\b|acn\b|siren\b|rcs\b|nyse|nasdaq)
      [^()]*\)
  | \s*\[\s?(?:seal|siegel|sceau)\s?\]
  | \s*,\s*inh(?:\.|aber)
  | \s*\(\s?\d{4,8}\s?-\s?[a-z]\s?\)
  | \s+(?:abn|acn|hrb)\s\d
  | [\s,;]*\(\s*an?\s[^()]*\b(?:corporation|company|partnership|individual|trust|bank|association|l\.?l\.?c)\b
  | [\s,;]+(?:attn|attention|z\.\s?hd|tel(?:ephone)?|phone|fax|e-?mail|www|https?)\b\s?[.:/]
  | [\s,;-]*\(?\s*(?:nachfolgend|nachstehend|im\sfolgenden|ci-apres|denomme)
  | [\s,;]*\(\s*"
  | \s*,?\s+(?:formerly|f/k/a|fka)\s
  | \s*,\s*(?:registered|established|constituted|formed|individually)\b
  | \s*[,;]\s*(?:an?|one|eine?)\s
  | \s+an?\s(?:[\w.-]+\s){0,5}(?:corporation|company|partnership|individual|citizen|trust|bank|association|l\.?l\.?c)\b
  | \s*,?\s+(?:having\s|whose\s|located\s(?:at|in)\b|residing\b|organi[sz]ed\s|incorporated\s(?:in|under)\b|existing\s)
  | \s*,?\s+(?:duly\s|acting\s|hereinafter\b|hereafter\b|with\s(?:its|an?|offices?|a\s)\b|on\sbehalf\sof\b|by\sits\s)
  | \s*,?\s+(?:and|together\swith|including)\s(?:(?:each\sof|all\sof|any\sof)\s)?(?:its|their|his|her)\b
  | \s*,\s*(?:its\s|for\sitself|as\s(?:the\s)?[a-z]+\b|and\s*$)
  | \s*,?\s+(?:mit\ssitz\b|vertreten\sdurch\b|ansassig\b|dont\sle\ssiege\b|representee?\spar\b)
  | \s*,?\s+(?:au\scapital\s(?:social\s)?de\b|con\ssede\b|eingetragen\sim\b)
  | \s*,\s*(?:ci-apres|societe\s(?:anonyme|par\sactions|a\sresponsabilite|[a-z\s]+\sau\scapital)|immatriculee?)
    """,
    re.VERBOSE,
)
# A defined term stands for a party: 'the "Company"', '"SFDC" or "Salesforce"'. Matched on plain text.
_DEFINED_TERM = re.compile(
    r"^[\s(,]*(?:(?:the|an?|each|all|and|or|both|of|them|collectively|together|individually|hereinafter|hereafter|herein|"
    r"referred|to|as|you|with|nachfolgend|ci-apres)[\s,(]+)*\"\s*(?P<term>[^\"]*[^\s\",;:])[\s,;:]*(?:\"|$)"
)
# Around a person's name: a signature's mark, a form of address, a degree. Signed and printed names are then one.
_SIGNED = re.compile(r"^\W*(?:by\s*:\s*)?/\s?s\s?/\s*", re.IGNORECASE)
_ADDRESSED = re.compile(r"^(?:Mr|Mrs|Ms|Messrs|Herrn?|Frau|Mme|Mlle|Monsieur|Madame|Eheleute|Firma|Fa)\b\.?\s+(?=\S)")
_INTRODUCED = re.compile(
    r"^(?:(?:by and )?between|Between|BETWEEN|and|entre|et|(?:zwischen )?(?:der|die|dem|den)|zwischen|und|"
    r"(?:entre )?[Ll]a société)\s+(?=[A-ZÀ-Ý0-9])"
    r"|^(?i:name|company|party|seller|buyer|supplier|vendor|customer|client|advertiser|bill to|sold to|remit to|"
    r"invoice to|by|lieferant|verkäufer|käufer|kunde|fournisseur|attn|c/o)\s?[:.]\s*(?=\S)"
    r"|^(?i:bill(?:ed)? to|sold to|invoice to|remit to|inh(?:aber(?:in)?)?\.)\s+(?=\S)"
)
_NUMBERED = re.compile(r"^(?:\((?:\d{1,2}|[A-Za-z]|[ivx]{2,4})\)|\d{1,2}\))\s+(?=\w)")
# "Acme Inc. as Seller", but not "Norsk AS Holding".
_ACTS_AS = re.compile(r",?\s+(?:as|als)\s(?:the\s|an?\s)?[A-ZÄÖÜ][a-zäöü]+(?:\s[A-Z][a-z]+)?$")
# Behind a legal form: the address, the seat, or the role of who signs.
_FORM = (
    r"(?:inc|corp|ltd|limited|l\.?l\.?c|l\.?p|plc|n\.?a|s\.?a\.?s?|s\.?a\.?r\.?l|b\.?v|n\.?v|"
    r"gmbh|ug\s\(haftungsbeschrankt\)|ag|kg|ohg|se|e\.?\s?[kvg])"
)
_BEHIND_FORM = re.compile(
    rf"(?<=[\s,.]){_FORM}\.?(?P<tail>\s?,\s(?:\d{{1,5}}[a-z]?\s[^\d,]+,|(?:[^,]*\d[^,]*,\s)?[^,]*\b\d{{4,5}}\s).*"
    rf"|(?<=gmbh|.\sag|.\skg|.\sse|.\seg),\s(?!.*\b{_FORM}\b)(?:[^\W\d_]|[ ./-]){{3,30}}"
    r"|\s?,\s(?:the\s)?(?:seller|buyer|supplier|customer|client|company|licensor|licensee|lessor|lessee|landlord|tenant|"
    r"trustee|agent|lender|borrower|guarantor|issuer|distributor|contractor|verkaufer|kaufer|auftraggeber|auftragnehmer))$"
)
_JOINED = re.compile(r",?\s+(?:and|und|et|(?i:by))$|\s*[®©™]$")
_BLANK = re.compile(r"_{3,}|\[[\s●•._]*\]|●")
_DEGREE = re.compile(
    r"\s*,?\s*\bEsq\.?\s*$|\s*,\s*(?:M\.?\s?D|Ph\.?\s?D|C\.?P\.?A|MBA|J\.?\s?D)\b\.?\s*$", re.IGNORECASE
)
_ABBREVIATED = re.compile(r"(?:^|[\s.,&])(?:[A-Za-z]{1,5}|[A-Za-z]\.(?:\s?[A-Za-z]\.?)*)\.$")
_LEGAL_FORMS = {
    **{"incorporated": "inc", "corporation": "corp", "company": "co", "limited": "ltd"},
    **{"ltda": "ltda", "gesellschaft mit beschrankter haftung": "gmbh", "aktiengesellschaft": "ag"},
}
_FORMS = frozenset(
    ("inc", "corp", "co", "ltd", "llc", "lp", "gmbh", "ag", "kg", "sa", "sas", "sarl", "bv", "nv", "plc")
)


def read_name(text: str) -> Value:
    """A name with its legal form, white space folded, without quotes, commas and descriptions around it.

    Descriptions are what contracts put behind a name: ", a Delaware corporation", '(the "Company")',
    ", having its principal office at …", "and its affiliates". A person's name loses the mark of a signature, "Mr."
    before it and degrees behind it. Capitals stay as they are.

    Contract: no text raises; without a letter or digit, and where a blank stands for the name, the value is None, with
    a note. A value reads as itself.
    """
    value = fold_space(re.sub(r"(?<=[a-zà-ÿ])-\n(?=[a-zà-ÿ])", "", text))
    blank = _BLANK.search(value) is not None
    value = fold_space(_BLANK.sub(" ", value))
    while (shorter := _shortened(value)) != value:
        value = shorter
    if blank and (not any(map(str.isalnum, value)) or name_key(value) in _FORMS):
        return Value(None, note="a blank where the name belongs")
    return Value(value) if any(char.isalnum() for char in value) else Value(None, note="no name")


def _shortened(value: str) -> str:
    for around in (_NUMBERED, _SIGNED, _INTRODUCED, _ADDRESSED, _ACTS_AS, _DEGREE, _JOINED):
        value = around.sub("", value) or value
    term = _DEFINED_TERM.match(plain(value))
    value = _bare(value[slice(*term.span("term"))] if term else value)
    if behind := _BEHIND_FORM.search(plain(value)):
        value = value[: behind.start("tail")]
    cut = _DESCRIPTIONS.search(plain(value), 1)
    return (_bare(value[: cut.start()]) if cut else "") or value


def read_title(text: str) -> Value:
    """The name of a document: white space folded, quotes and closing punctuation off.

    Contract: no text raises; without a letter or digit the value is None, with a note. A value reads as itself.
    """
    value = fold_space(text)
    while (shorter := _unwrapped(value).rstrip(".,;:-–— ").lstrip(",;:-–— ")) != value:
        value = shorter
    return Value(value) if any(char.isalnum() for char in value) else Value(None, note="no title")


def read_text(text: str) -> Value:
    """Running text such as an address: its lines and runs of white space folded to single spaces.

    Contract: no text raises; of white space alone the value is None, with a note. A value reads as itself.
    """
    value = fold_space(text)
    return Value(value) if value else Value(None, note="no text")


def name_key(text: str) -> str:
    """What is left of a name when case, accents, punctuation and the spelling of "and" and of legal forms are gone.

    >>> name_key("Nike, Inc.") == name_key("NIKE INC") == name_key("Nike Incorporated")
    True
    """
    folded = "".join(char for char in unicodedata.normalize("NFKD", text.casefold()) if not unicodedata.combining(char))
    words = re.findall(r"[^\W_]+", folded.replace("&", " and ").replace(".", "").replace("'", "").replace("’", ""))
    if len(words) > 1 and words[0] == "the":
        words = words[1:]
    return "".join(_LEGAL_FORMS.get(word, word) for word in words)


def same_name(a: str, b: str) -> bool:
    """Whether two texts write the same name: "Nike, Inc." and "NIKE INC", "Café & Co" and "CAFE AND CO."."""
    return (name_key(a) or fold_space(a)) == (name_key(b) or fold_space(b))


def _bare(value: str) -> str:
    """Without quotes and commas around it, without brackets that enclose all of it or close nothing."""
    while True:
        shorter = _unwrapped(value).strip(",;:*|-•· ")
        if shorter.endswith(".") and not _ABBREVIATED.search(shorter):
            shorter = shorter.rstrip(". ")
        shorter = shorter.lstrip(".")
        if shorter == value:
            return value
        value = shorter


def _unwrapped(value: str) -> str:
    value = value.strip()
    inner = value.strip(f" {_QUOTES}")
    if '"' not in plain(inner):
        value = inner
    opening, closing = value.count("("), value.count(")")
    if value.startswith("(") and (opening > closing or (value.endswith(")") and value.find(")") == len(value) - 1)):
        value = value[1:-1] if opening == closing else value[1:]
    if value.endswith(")") and closing > opening:
        value = value[:-1]
    if value.endswith("("):
        value = value[:-1]
    return value.strip()
