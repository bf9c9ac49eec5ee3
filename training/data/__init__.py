"""Unlimited captioned pictures: a seeded scene graph, its painter, and its words in English and Chinese."""
