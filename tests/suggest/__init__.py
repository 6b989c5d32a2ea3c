"""What is suggested for the configuration, and that it is right to paste it."""
