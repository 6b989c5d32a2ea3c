"""What the tests of the reference service share."""
