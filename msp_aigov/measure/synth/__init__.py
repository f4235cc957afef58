"""A model's arithmetic without the model: random weights in its true shapes, a few layers of it."""
