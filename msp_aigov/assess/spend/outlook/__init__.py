"""What spend means: by model, what is coming, what is odd, what could be lost, what runs right now."""
