"""The code that makes Storybook, the embedded model, from nothing: data, stages, export and evaluation."""
