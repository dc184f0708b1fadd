"""The pages, each: who is looking, filters, one query, drawing."""
