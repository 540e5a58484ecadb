"""What is measured: each figure beside a peer in the same run, as a ratio; machines are shared and noisy."""
