"""Every shape of operation: generated, served, and called over a real socket."""
