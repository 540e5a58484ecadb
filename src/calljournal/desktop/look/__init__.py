"""How things look: the pictures, colours and small widgets that every window shares, and how times are written."""
