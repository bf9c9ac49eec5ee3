"""Every word, button and picture name that people see, as pure functions; used by the bot and by delivery."""
