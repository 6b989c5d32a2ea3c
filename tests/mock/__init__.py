"""`apiloom mock`: a document served with its examples."""
