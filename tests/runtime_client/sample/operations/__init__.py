"""Operations of the sample API, one module for each tag."""
