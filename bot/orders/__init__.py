"""What each kind of wish means: pure of Discord, with the stores of the desk at hand; one file per kind."""
