"""Commands of casework: orders and their clocks, lists of classes, warnings, and everything that staff can say."""
