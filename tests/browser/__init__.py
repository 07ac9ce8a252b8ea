"""Whole journeys in a real browser, and the pictures of every page."""
