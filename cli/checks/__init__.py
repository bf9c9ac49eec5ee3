"""What `atelier doctor` looks at. Each check is a function that returns findings and raises nothing."""
