"""Forms (Discord's modals): how they are opened, and what happens when they are sent; one file per form."""
