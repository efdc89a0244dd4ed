"""What checks itself and outweighs the tagger: payment codes on the page."""

from nerkit.evidence.payment import Payee, Payment, payment_of
from nerkit.evidence.payments_given import given_by_codes

__all__ = ["Payee", "Payment", "given_by_codes", "payment_of"]
