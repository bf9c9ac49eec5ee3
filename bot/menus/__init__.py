"""One file per entry of a message's menu (Apps > ...)."""
