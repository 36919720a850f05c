"""Figures of reports in pure Python."""
