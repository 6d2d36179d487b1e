"""What a run leaves to the next, so that new records are linked without linking all anew, with the same persons as if they were."""
