"""Official texts: read what a publisher gives, split it into provisions, normalise, hash, compare, keep."""
