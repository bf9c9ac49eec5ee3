"""The program that posts: events of the jobs' stream become messages on Discord."""
