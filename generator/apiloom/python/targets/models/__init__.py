"""Plans the models: the modules of `models/` that hold the named types."""
