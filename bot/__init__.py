"""The Discord side: commands and presses are taken, recorded, acknowledged and put in line. Nothing is painted here."""
