"""Intervals, paired differences, several questions at once, and inequality: numbers in, numbers out."""
