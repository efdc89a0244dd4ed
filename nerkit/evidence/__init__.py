"""What checks itself and outweighs the tagger: payment codes and machine-readable zones on the page."""

from nerkit.evidence.payment import Payee, Payment, payment_of
from nerkit.evidence.payments_given import given_by_codes
from nerkit.evidence.zones_given import given_by_zone

__all__ = ["Payee", "Payment", "given_by_codes", "given_by_zone", "payment_of"]
