"""What users of a generated package see of it, held against what they saw before."""
