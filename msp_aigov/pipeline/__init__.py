"""A run, readable aloud: ask, shape, assess, judge, remember, describe."""
