"""The line to Asterisk: recordings of a real Asterisk 22 replayed whole and in pieces, and a small AMI server."""
