"""spaCy pipelines and language detection."""
