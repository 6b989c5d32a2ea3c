"""The sweep over real documents, stage by stage."""
