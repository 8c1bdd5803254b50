"""Statistics of comparisons, our own: intervals, paired differences, Holm, inequality."""
