"""What is billed: line items, charges, taxes, and the sums that they come to."""
