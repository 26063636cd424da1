"""Pure text mining: numpy, scipy and scikit-learn at most; nothing of the house."""
