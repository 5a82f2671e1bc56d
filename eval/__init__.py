"""Measuring how well Marsad reads: the gold, the floors, the gate."""
