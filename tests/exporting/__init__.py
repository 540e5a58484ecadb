"""Files that go out: whole, under every profile, and without a formula in them."""
