"""What the programs say to each other: prompts, requests, events, records, the claiming queue and the stores."""
