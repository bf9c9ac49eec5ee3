"""The programs behind the line: GPU workers, delivery, and one supervisor per host."""
