"""Electronic invoices: their XML says exactly what the page shows. UBL, CII, ZUGFeRD, Factur-X, Order-X."""

from nerkit.einvoices.stating import NAMES, is_invoice, statement_of

__all__ = ["NAMES", "is_invoice", "statement_of"]
