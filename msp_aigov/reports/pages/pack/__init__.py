"""The pages of the client pack, and of the MSP's own portfolio."""
