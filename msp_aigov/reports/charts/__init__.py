"""Drawings in inline SVG, each with its text alternative."""
