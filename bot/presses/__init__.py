"""One file per verb of the buttons; all of them stateless."""
