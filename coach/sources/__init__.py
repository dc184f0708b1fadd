"""Readers: files in, conversations and recordings out."""
