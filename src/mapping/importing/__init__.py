"""Official texts on their way into the library: from a saved file, from an address, or from their publishers."""
