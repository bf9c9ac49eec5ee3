"""What `training.evaluate` is made of: questions, painting, marks, and the measures that need no judge."""
