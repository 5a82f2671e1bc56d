"""How fast Marsad is."""
