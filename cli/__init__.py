"""The command line: the composition roots. Only here is the environment read, and every part is built by hand."""
