"""Pictures from people: fetched under limits, decoded in a process of its own, kept as clean PNGs.

    link or upload -> fetch -> decode -> jobs.given

Others use `bot.given.door`: one picture for a command (`picture_given`), or a prompt with pictures (`take_given`).
"""
